import { apiError } from '../base/error.ts'
import { problem, type ProblemTree } from '../base/problem.ts'
import type { HookRecord, HookTransaction, RecordEvent, Rejection } from '../hooks/events.ts'
import type { Deed, Sight } from './deed.ts'
import type { Held } from './held.ts'
import { hookReader } from './hook-reader.ts'
import { shown } from './hook-record.ts'
import type { House } from './house.ts'
import type { Ask, Remarks } from './request.ts'

/** What an event is made of. */
export interface EventParts {
  readonly house: House
  readonly requester: Ask
  readonly deed: Deed
  readonly sight: Sight
  readonly record: HookRecord
  /** The transaction that the running code is inside of. */
  readonly held: () => Held | undefined
  /** Held transactions as own code has them. */
  readonly toTransaction: (held: Held) => HookTransaction
  readonly transaction: RecordEvent['transaction']
  readonly afterCommit: RecordEvent['afterCommit']
}

/** The event that handlers get. */
export function hookEvent(parts: EventParts): RecordEvent {
  const { house, requester, deed, sight, record, held } = parts
  const { method, context, query, headers } = requester.context
  return {
    ...hookReader(house, requester, () => held()?.tx ?? house.storage.hot),
    name: deed.event,
    collection: sight.shape.collection.name,
    record,
    original: Object.freeze(shown(sight.stored)),
    actor: requester.actor,
    request: { method, context, query, headers },
    get tx() {
      const transaction = held()
      return transaction && parts.toTransaction(transaction)
    },
    reject,
    annotate: (values) => annotate(requester.remarks, values),
    transaction: parts.transaction,
    afterCommit: parts.afterCommit,
  }
}

/** Kept as they are now: the entry is put into words later, and what is no JSON is an error of who says it. */
function annotate(remarks: Remarks | undefined, values: Readonly<Record<string, unknown>>): void {
  const said: Record<string, unknown> = JSON.parse(JSON.stringify(values))
  if (remarks) remarks.meta = { ...remarks.meta, ...said }
}

/** Errors: `hook_rejected` 400 for a sentence, `validation_failed` 400 for one a field. */
function reject(why: string | Readonly<Record<string, Rejection>>): never {
  if (typeof why === 'string') throw apiError('hook_rejected', { message: why })
  const data: ProblemTree = {}
  for (const [name, rejection] of Object.entries(why)) {
    data[name] =
      typeof rejection === 'string'
        ? problem('validation_invalid_value', rejection)
        : problem(rejection.code, rejection.message)
  }
  throw apiError('validation_failed', {}, { data })
}
