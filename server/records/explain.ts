import { type Actor, guest, type RecordActor } from '../base/actor.ts'
import { apiError } from '../base/error.ts'
import { type Steps, steps, take } from '../base/now.ts'
import { problem } from '../base/problem.ts'
import { makeCatalog } from '../collections/catalog.ts'
import { type Catalog, type Collection, ruleNames, SUPERUSERS } from '../collections/collection.ts'
import { scopeOf } from '../collections/scope.ts'
import { RuleError } from '../rules/index.ts'
import { sentenceOf } from '../rules/sentence.ts'
import type { Asking } from './allows.ts'
import type { Cells } from './change.ts'
import { collectionFor } from './collection-for.ts'
import { attemptCreate, virtualCells } from './create-deed.ts'
import { type ExplainQuestion, readQuestion } from './explain-question.ts'
import { explainParts, type RulePart, type Subject } from './explain-tree.ts'
import { readRecord } from './find.ts'
import type { House } from './house.ts'
import { prepareInput } from './input.ts'
import { type Ask, RequestContext, withBody } from './request.ts'
import { shapeOf, valuesOf } from './shape.ts'

/** Why an action is allowed or refused. */
export interface Explanation {
  readonly allowed: boolean
  /** `superuser`: no rule is asked. `closed`, `open`: the rule is null or empty. `rule`: the tree says. */
  readonly reason: 'superuser' | 'closed' | 'open' | 'rule'
  readonly rule: string | null
  readonly sentence: string
  readonly tree?: RulePart
}

/**
 * Explain what a rule says of an actor, and of a record or a body that is to become one (architecture.md, *Beyond the
 * contract*): the whole is decided by the very functions that the verbs call, and each part is asked by itself.
 *
 * Errors: those of `readQuestion`; `collection_not_found` 404; `record_not_found` 404; `validation_failed` 400 for an
 * unknown actor and for a rule that does not fit, with its place.
 *
 * @example (await explainRule(house, { collection: 'posts', rule: 'viewRule', actor: null, record: 'p1' })).allowed
 */
export async function explainRule(house: House, body: unknown): Promise<Explanation> {
  const question = readQuestion(body)
  try {
    return await steps(() => explain(house, question))
  } catch (error) {
    if (!(error instanceof RuleError)) throw error
    const { message, from, to } = error
    throw apiError(
      'validation_failed',
      {},
      {
        cause: error,
        data: { rule: problem('validation_invalid_rule', message, { from, to }) },
      },
    )
  }
}

function* explain(house: House, question: ExplainQuestion): Steps<Explanation> {
  const current = house.catalog.current
  const stored = collectionFor(current, question.collection)
  const rule = question.text === undefined ? ruleOf(stored, question) : question.text
  const { catalog, collection } = trial(current, stored, question, rule)
  const scope = scopeOf(catalog)
  const scoped = scope.find(collection.id)
  if (!scoped) throw new Error(`the collection "${collection.name}" is not in its own catalog`)
  const said = { rule, sentence: sentenceOf(rule, { scope, collection: scoped }) }
  const actor = yield* actorOf(house, current, question)
  if (actor === 'superuser') return { allowed: true, reason: 'superuser', ...said }
  if (rule === null) return { allowed: false, reason: 'closed', ...said }
  if (rule === '') return { allowed: true, reason: 'open', ...said }
  const { asking, subject } = yield* askingOf({ house, catalog, collection, question, actor })
  const tree = yield* explainParts(asking, rule, subject)
  return { allowed: tree.holds, reason: 'rule', ...said, tree }
}

function ruleOf(collection: Collection, { rule }: ExplainQuestion): string | null {
  if (rule === 'manageRule' || rule === 'authRule') return collection.auth?.[rule] ?? null
  return collection[rule]
}

/** A catalog of its own, with the rule to be tried: what is compiled for it is forgotten with it. */
function trial(
  current: Catalog,
  stored: Collection,
  question: ExplainQuestion,
  rule: string | null,
): { readonly catalog: Catalog; readonly collection: Collection } {
  const name = ruleNames.find((known) => known === question.rule)
  const tried = name ? { ...stored, [name]: rule } : stored
  const all = current.all.map((known) => (known.id === stored.id ? tried : known))
  const catalog = makeCatalog(current.version, all)
  return { catalog, collection: catalog.byId(stored.id) ?? stored }
}

function* actorOf(house: House, catalog: Catalog, { actor }: ExplainQuestion): Steps<Actor | 'superuser'> {
  if (actor === 'guest') return guest
  if (actor === 'superuser') return 'superuser'
  const collection = catalog.find(actor.collection)
  const found =
    collection?.type === 'auth'
      ? yield* take(readRecord(house.storage, house.storage.hot, collection, actor.id))
      : undefined
  if (!collection || !found) {
    const message = 'There is no such record in an auth collection of this name.'
    throw apiError('validation_failed', {}, { data: { actor: problem('validation_invalid_value', message) } })
  }
  return collection.name === SUPERUSERS ? 'superuser' : recordOf(collection, actor.id, found)
}

function recordOf({ id: collectionId, name }: Collection, id: string, cells: Cells): RecordActor {
  return { kind: 'record', collectionId, collectionName: name, id, cells }
}

interface Scene {
  readonly house: House
  readonly catalog: Catalog
  readonly collection: Collection
  readonly question: ExplainQuestion
  readonly actor: Actor
}

/** The request as the verb would see it, and the record that it is about. */
function* askingOf(scene: Scene): Steps<{ asking: Asking; subject: Subject }> {
  const { house, catalog, collection, question, actor } = scene
  const reader = house.storage.hot
  const ask = askOf(scene)
  const about = (context: Asking['context'], subject: Subject) => ({
    asking: { house, catalog, collection, reader, context },
    subject,
  })
  if (question.rule === 'createRule') {
    const attempt = attemptCreate(ask, catalog, collection, question.body)
    return about(attempt.ask.context, { cells: virtualCells(attempt), isVirtual: true })
  }
  const cells = yield* take(readRecord(house.storage, reader, collection, question.record))
  if (!cells) throw apiError('record_not_found', {})
  const shape = shapeOf(collection)
  const draft = prepareInput(shape, actor, question.body, valuesOf(shape, cells))
  return about(withBody(ask.context, draft.body), { cells, isVirtual: false })
}

function askOf({ house, question, actor }: Scene): Ask {
  const { method, query, headers } = question
  const auth = actor.kind === 'guest' ? null : actor
  const known = { now: house.clock.now(), method, context: 'default', auth, body: {} }
  return { actor, context: new RequestContext(known, { query, headers }), expand: '' }
}
