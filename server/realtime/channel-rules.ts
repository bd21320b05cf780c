import { sql } from 'kysely'
import { LRUCache } from 'lru-cache'
import { type Actor, scopeOfActor } from '../base/actor.ts'
import { type Steps, take } from '../base/now.ts'
import type { Catalog } from '../collections/collection.ts'
import type { House } from '../records/house.ts'
import { looksAtClock } from '../records/list-reach.ts'
import { joinsOf, type Plan, statement, whereOf } from '../records/plan.ts'
import { type Predicate, RuleError } from '../rules/index.ts'
import type { RuleContext } from '../rules/scope.ts'
import { bindChannelRule, CHANNEL_TABLE } from '../settings/channel-rule.ts'
import type { ChannelSetting } from '../settings/channel-setting.ts'

/** What is asked about a channel. */
export interface ChannelQuestion {
  readonly name: string
  readonly right: 'join' | 'send'
  readonly actor: Actor
}

/**
 * May this actor join the channel, or send on it? The first pattern that fits the name says so. What fits none, and a
 * rule that cannot be used any more, let nobody in but superusers; an API key with a scope is for records alone.
 *
 * @example yield* allowsOnChannel(house, { name: 'order:o1', right: 'join', actor })
 */
export function* allowsOnChannel(house: House, question: ChannelQuestion): Steps<boolean> {
  const { name, right, actor } = question
  if (scopeOfActor(actor)) return false
  if (actor.kind === 'superuser') return true
  const found = findChannel(house, name)
  const rule = found?.setting[right] ?? null
  if (!found || rule === null) return false
  if (rule === '') return true
  try {
    return yield* holds(house, rule, contextOf(house, actor, { name, key: found.key }))
  } catch (error) {
    if (error instanceof RuleError) return false
    throw error
  }
}

/** The ids of the collections that the rule looks at by which this actor may join. */
export function channelReach(house: House, name: string, actor: Actor): ReadonlySet<string> {
  const found = findChannel(house, name)
  if (!found?.setting.join) return nowhere
  try {
    const { plan } = boundFor(house, found.setting.join)
    return plan.conditions.needs(contextOf(house, actor, { name, key: found.key }))
  } catch (error) {
    if (error instanceof RuleError) return nowhere
    throw error
  }
}

/** Does the rule by which members join look at the clock? */
export function isChannelTimed(house: House, name: string): boolean {
  return looksAtClock(findChannel(house, name)?.setting.join ?? '')
}

const nowhere: ReadonlySet<string> = new Set()

function findChannel(
  { settings }: House,
  name: string,
): { readonly setting: ChannelSetting; readonly key: string } | undefined {
  for (const setting of settings.current.dapur.channels) {
    const key = keyIn(setting.pattern, name)
    if (key !== undefined) return { setting, key }
  }
  return undefined
}

/** What `*` stands for, '' where there is none; undefined for a name that does not fit. */
function keyIn(pattern: string, name: string): string | undefined {
  const star = pattern.indexOf('*')
  if (star < 0) return pattern === name ? '' : undefined
  const [head, tail] = [pattern.slice(0, star), pattern.slice(star + 1)]
  const fits = name.length >= pattern.length && name.startsWith(head) && name.endsWith(tail)
  return fits ? name.slice(head.length, name.length - tail.length) : undefined
}

type Asked = NonNullable<RuleContext['channel']>

function contextOf({ clock }: House, actor: Actor, channel: Asked): RuleContext {
  const auth = actor.kind === 'guest' ? null : actor
  const rest = { method: 'GET', context: 'realtime', query: nothing, headers: nothing, body: nothing }
  return { now: clock.now(), auth, channel, ...rest }
}

const nothing: Readonly<Record<string, never>> = Object.freeze(Object.create(null))

function* holds(house: House, rule: string, context: RuleContext): Steps<boolean> {
  const { plan, predicate } = boundFor(house, rule)
  if (predicate) return predicate(nothing, context)
  const { sql: text, params } = statement(house.storage, plan, 'channel', context, (pieces) => {
    const table = sql.id(CHANNEL_TABLE)
    return sql`with ${table} as (select 1) select 1 from ${table}${joinsOf(pieces)}${whereOf(pieces)} limit 1`
  })
  return (yield* take(house.storage.hot.get(text, params))) !== undefined
}

interface Ready {
  readonly plan: Plan
  readonly predicate: Predicate | undefined
}

const RULES = 1000
const ready = new WeakMap<Catalog, LRUCache<string, Ready>>()

function boundFor({ catalog, storage }: House, rule: string): Ready {
  let kept = ready.get(catalog.current)
  if (!kept) ready.set(catalog.current, (kept = new LRUCache({ max: RULES })))
  let found = kept.get(rule)
  if (!found) {
    const { conditions, predicate } = bindChannelRule(catalog.current, storage.sql, rule)
    found = { plan: { conditions, compiled: new Map(), likes: { text: 0, pattern: 0 } }, predicate }
    kept.set(rule, found)
  }
  return found
}
