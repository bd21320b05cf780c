import { problem, type Problem, type ProblemTree, required } from '../base/problem.ts'
import type { Catalog } from '../collections/collection.ts'
import { firstOf, isUrl, needed, upTo } from './value-checks.ts'
import { webhookKey } from './webhook-secret.ts'
import type { WebhookSetting } from './webhook-setting.ts'

const MAX_WEBHOOKS = 50
const MAX_EVENTS = 100
const MAX_NAME = 100
const MAX_URL = 2000
const ID = /^\w{1,50}$/
const EVENT = /^(?:\*|(?<collection>\w+)\.(?:create|update|delete|\*))$/

/** What is wrong with webhooks, by their place; empty when all is well. */
export function checkWebhooks(webhooks: readonly WebhookSetting[]): ProblemTree | Problem {
  if (webhooks.length > MAX_WEBHOOKS) return tooMany(MAX_WEBHOOKS, 'webhooks')
  return byPlace(webhooks, (webhook, at) => ({
    id: checkId(webhook.id, webhooks.slice(0, at)),
    name: upTo(MAX_NAME)(webhook.name),
    url: checkAddress(webhook.url),
    events: checkEvents(webhook.events),
    secret: checkSecret(webhook.secret),
  }))
}

/**
 * Events of collections that are not there, by their place. Those that `before` has already are let be: a collection
 * may have gone, which keeps nobody from changing something else.
 *
 * @example checkEventNames(webhooks, catalog, settings.current.dapur.webhooks)
 */
export function checkEventNames(
  webhooks: readonly WebhookSetting[],
  catalog: Catalog,
  before: readonly WebhookSetting[],
): ProblemTree | Problem {
  const known = new Set(before.flatMap(({ events }) => events))
  return byPlace(webhooks, ({ events }) => ({
    events: without(events.map((event) => (known.has(event) ? undefined : checkCollection(event, catalog)))),
  }))
}

function byPlace(
  webhooks: readonly WebhookSetting[],
  check: (webhook: WebhookSetting, at: number) => Readonly<Record<string, Problem | ProblemTree | undefined>>,
): ProblemTree {
  const places: ProblemTree = {}
  for (const [at, webhook] of webhooks.entries()) {
    const faults = Object.entries(check(webhook, at)).flatMap(([key, fault]) => (fault ? [[key, fault]] : []))
    if (faults.length > 0) places[at] = Object.fromEntries(faults)
  }
  return places
}

/** By place, or undefined where nothing is wrong. */
function without(faults: readonly (Problem | undefined)[]): ProblemTree | undefined {
  const found = faults.flatMap((fault, at) => (fault ? [[String(at), fault] as const] : []))
  return found.length > 0 ? Object.fromEntries(found) : undefined
}

function checkId(id: string, earlier: readonly WebhookSetting[]): Problem | undefined {
  if (!ID.test(id)) return problem('validation_match_invalid', 'Use 1 to 50 letters, digits and _ only.')
  if (!earlier.some((other) => other.id === id)) return undefined
  return problem('validation_not_unique', 'There is a webhook with this id above already.')
}

function checkAddress(url: string): Problem | undefined {
  const fault = firstOf(url, needed, upTo(MAX_URL), isUrl)
  if (fault) return fault
  const { protocol, username, password } = new URL(url)
  if (protocol !== 'https:' && protocol !== 'http:')
    return problem('validation_is_url', 'Use an address that begins with https:// or http://.')
  if (username === '' && password === '') return undefined
  return problem('validation_is_url', 'Use an address without a user name: requests are signed instead.')
}

function checkEvents(events: readonly string[]): Problem | ProblemTree | undefined {
  if (events.length === 0) return required
  if (events.length > MAX_EVENTS) return tooMany(MAX_EVENTS, 'events')
  return without(
    events.map((event, at) => {
      if (!EVENT.test(event))
        return problem('validation_match_invalid', 'Use a name such as orders.create, orders.* or *.')
      if (!events.slice(0, at).includes(event)) return undefined
      return problem('validation_not_unique', 'There is this event above already.')
    }),
  )
}

function checkCollection(event: string, catalog: Catalog): Problem | undefined {
  const name = EVENT.exec(event)?.groups?.['collection']
  if (name === undefined) return undefined
  const collection = catalog.find(name)
  if (collection?.name !== name)
    return problem('validation_collection_unknown', `There is no collection "${name}".`, { name })
  if (collection.type !== 'view') return undefined
  return problem('validation_collection_unknown', `"${name}" is a view: name the collections it reads.`, {
    name,
  })
}

function checkSecret(secret: string): Problem | undefined {
  if (webhookKey(secret)) return undefined
  return problem(
    'validation_match_invalid',
    'Use whsec_ and the base64 of 24 to 64 bytes, or leave it out: then one is made.',
  )
}

function tooMany(max: number, what: string): Problem {
  return problem('validation_length_too_long', `Use at most ${max} ${what}.`, { min: 0, max })
}
