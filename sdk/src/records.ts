import { notFoundHere } from './error.ts'
import { pagesOf } from './pages.ts'
import { type CallOptions, callOf, type ListOptions, queryOf, type RecordOptions } from './query.ts'
import type { Answer, AnySchema, CreateInput, Following, RecordOf, UpdateInput } from './schema.ts'
import type { Transport } from './transport.ts'
import type { ListResult } from './wire.ts'

/** What list calls take: which fields and relations there are is known from the schema. */
export type ListAsk<Schema, Name extends keyof Schema, Expand extends string> = ListOptions<
  RecordOf<Schema[Name]>
> &
  Following<Schema, Name, Expand>

/** What calls that answer one record take. */
export type RecordAsk<Schema, Name extends keyof Schema, Expand extends string> = RecordOptions &
  Following<Schema, Name, Expand>

/** What calls that send a record take. */
export type WriteAsk<Schema, Name extends keyof Schema, Expand extends string> = RecordAsk<
  Schema,
  Name,
  Expand
> & {
  /** How much of the body is on its way, from 0 to 1. */
  onProgress?: (share: number) => void
}

/** The records of one collection. Every call throws an `ApiError`. */
export interface RecordsApi<Schema, Name extends keyof Schema> {
  /** One page. */
  list<const Expand extends string = ''>(
    options?: ListAsk<Schema, Name, Expand>,
  ): Promise<ListResult<Answer<Schema, Name, Expand>>>
  /** All records, page after page, as they are asked for. */
  each<const Expand extends string = ''>(
    options?: ListAsk<Schema, Name, Expand>,
  ): AsyncGenerator<Answer<Schema, Name, Expand>, void, undefined>
  get<const Expand extends string = ''>(
    id: string,
    options?: RecordAsk<Schema, Name, Expand>,
  ): Promise<Answer<Schema, Name, Expand>>
  create<const Expand extends string = ''>(
    input: CreateInput<Schema[Name]> | FormData,
    options?: WriteAsk<Schema, Name, Expand>,
  ): Promise<Answer<Schema, Name, Expand>>
  update<const Expand extends string = ''>(
    id: string,
    input: UpdateInput<Schema[Name]> | FormData,
    options?: WriteAsk<Schema, Name, Expand>,
  ): Promise<Answer<Schema, Name, Expand>>
  delete(id: string, options?: CallOptions): Promise<void>
}

type WriteOptions = RecordOptions & { onProgress?: (share: number) => void }

/** Where the records of a collection are. */
export function pathOf(collection: string): string {
  return `/api/collections/${encodeURIComponent(collection)}/records`
}

/** The calls on the records of the collection with this name or id. */
export function recordsOf<Schema = AnySchema, Name extends keyof Schema & string = keyof Schema & string>(
  transport: Transport,
  collection: Name,
): RecordsApi<Schema, Name> {
  const path = pathOf(collection)
  const one = (id: string): string => `${path}/${encodeURIComponent(known(id))}`

  return {
    ...pagesOf(transport, path),
    get: async (id: string, options: RecordOptions = {}) =>
      transport.send({ method: 'GET', path: one(id), ...callOf(options), query: queryOf(options) }),
    create: (input: object, options: WriteOptions = {}) =>
      transport.send({ method: 'POST', path, ...writeOf(options), query: queryOf(options), body: input }),
    async update<T>(id: string, input: object, options: WriteOptions = {}) {
      const query = queryOf(options)
      const call = { method: 'PATCH', path: one(id), ...writeOf(options), query, body: input } as const
      const record = await transport.send<T>(call)
      keepSessionInStep(transport, { collection, id, change: record })
      return record
    },
    async delete(id, options = {}) {
      await transport.send({ method: 'DELETE', path: one(id), ...options })
      keepSessionInStep(transport, { collection, id, change: null })
    },
  }
}

function writeOf(options: WriteOptions): WriteOptions {
  const { onProgress } = options
  return { ...callOf(options), ...(onProgress && { onProgress }) }
}

/** An empty id would silently address the whole list. */
function known(id: string): string {
  if (id === '') throw notFoundHere('A record is addressed by its id, which is empty here.')
  return id
}

/** When the signed-in record itself changes or goes, the store must not keep the old one. */
function keepSessionInStep(
  { store }: Transport,
  { collection, id, change }: { collection: string; id: string; change: unknown },
): void {
  const { session } = store
  if (session?.record.id !== id) return
  if (session.record.collectionName !== collection && session.record.collectionId !== collection) return
  if (change === null) store.clear()
  else if (typeof change === 'object') store.save({ ...session, record: { ...session.record, ...change } })
}
