import type { Actor } from '../base/actor.ts'
import type { Layer } from '../base/onion.ts'

/** The events that a hook can stand before, around and after. */
export const hookNames = ['record.create', 'record.update', 'record.delete'] as const
export type HookName = (typeof hookNames)[number]

/** The values of a record by field name, hidden ones too; passwords only as they are being set, else `''`. */
export type HookRecord = Record<string, unknown>

/** What of a list is wanted. */
export interface HookQuery {
  /** In the rule language. `{:name}` stands for a value of `params`: never put values into the text yourself. */
  readonly filter?: string
  readonly params?: Readonly<Record<string, unknown>>
  /** As the `sort` of an address: `-created,name`. */
  readonly sort?: string
  /** At most so many; 1000 when nothing is said. */
  readonly limit?: number
  readonly offset?: number
}

/** Reads that no rule stands before. */
export interface HookReader {
  /** A record, or undefined. Errors: a plain Error for a collection that is not there. */
  find(collection: string, id: string): Promise<HookRecord | undefined>
  /** Records. Errors: a plain Error for a collection, a filter or a sort that makes no sense. */
  list(collection: string, query?: HookQuery): Promise<HookRecord[]>
}

/**
 * A transaction of own code. No rule stands before its verbs; everything else does: checks, cascades, the change log,
 * events, and the hooks of the collection (at most 10 levels deep). A verb that fails undoes only itself.
 */
export interface HookTransaction extends HookReader {
  create(collection: string, values: Readonly<Record<string, unknown>>): Promise<HookRecord>
  /** Values, or keys with modifiers as a client sends them: `{ 'stock-': 1 }`. */
  update(collection: string, id: string, values: Readonly<Record<string, unknown>>): Promise<HookRecord>
  delete(collection: string, id: string): Promise<void>
}

/** What the client sent around the body, as rules see it. */
export interface HookRequest {
  readonly method: string
  /** `default` or `batch`. */
  readonly context: string
  readonly query: Readonly<Record<string, string>>
  /** Names in snake case: `X-Token` is `x_token`. */
  readonly headers: Readonly<Record<string, string>>
}

/** What is wrong with one value: a sentence, or a code of the caller's own with it. */
export type Rejection = string | { readonly code: string; readonly message: string }

/** One create, update or delete of one record. */
export interface RecordEvent<R extends object = HookRecord> extends HookReader {
  readonly name: HookName
  /** The collection's name. */
  readonly collection: string
  /**
   * Before `next()`: what is about to be written, and what is changed here is written instead. After it: what is
   * stored. It takes no names that are no fields.
   */
  readonly record: R
  /** The record as it was; for a create, one in which nothing is set. */
  readonly original: Readonly<R>
  readonly actor: Actor
  readonly request: HookRequest
  /** The transaction that this event is part of: in a batch, a cascade, inside `transaction`, and below another hook's. */
  readonly tx: HookTransaction | undefined
  /**
   * Answer 400 with a sentence, or with one for each field; before `next()`, nothing is written. It never returns:
   * say `return event.reject(…)` where TypeScript has to know.
   */
  reject(why: string | Readonly<Record<string, Rejection>>): never
  /**
   * Read and write in one transaction: all of it is kept, or nothing. A `next()` inside it writes this record in the
   * same transaction. Others cannot write meanwhile, so wait for nothing slow; past the deadline (ms, 3,000 unless
   * said) it is undone. Inside another transaction it is a part of that one.
   *
   * Errors: `transaction_expired` 400, and what `work` throws.
   */
  transaction<T>(
    work: (tx: HookTransaction) => Promise<T>,
    options?: { readonly deadline?: number },
  ): Promise<T>
  /**
   * Put values into `data.meta` of the entry that this request leaves in the logs, beside those that were put there
   * before; past 4,000 characters of JSON they are kept as text that is cut. It says nothing once the answer is sent,
   * where logs are off, and outside a request. Errors: a TypeError for what is no JSON.
   *
   * @example event.annotate({ dish: event.record.dish })
   */
  annotate(values: Readonly<Record<string, unknown>>): void
  /** Run when this record is durable and its answer is sent; never when it is not stored. Its errors are logged. */
  afterCommit(work: () => void | Promise<void>): void
}

/** Own code around an event. */
export type Handler<R extends object = HookRecord> = Layer<RecordEvent<R>>
