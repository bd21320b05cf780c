import { notFoundHere } from './error.ts'
import { type CallOptions, type ListOptions, queryOf, type RecordOptions } from './query.ts'
import type { Transport } from './transport.ts'
import type { ListResult, RecordJson } from './wire.ts'

/** The values of a new or changed record. Keys may carry modifiers: `{ 'count+': 1 }`. */
export type RecordInput = object | FormData

/** The records of one collection. Every call throws an `ApiError`. */
export interface RecordsApi<T> {
  /** One page. */
  list(options?: ListOptions): Promise<ListResult<T>>
  /** All records, page after page, as they are asked for. */
  each(options?: ListOptions): AsyncGenerator<T, void, undefined>
  get(id: string, options?: RecordOptions): Promise<T>
  create(input: RecordInput, options?: RecordOptions): Promise<T>
  update(id: string, input: RecordInput, options?: RecordOptions): Promise<T>
  delete(id: string, options?: CallOptions): Promise<void>
}

/** The server answers at most so many records at once. */
export const LARGEST_PAGE = 1000

/** The calls on the records of the collection with this name or id. */
export function recordsOf<T = RecordJson>(transport: Transport, collection: string): RecordsApi<T> {
  const path = `/api/collections/${encodeURIComponent(collection)}/records`
  const one = (id: string): string => `${path}/${encodeURIComponent(known(id))}`

  const list = (options: ListOptions = {}): Promise<ListResult<T>> =>
    transport.send({ method: 'GET', path, ...options, query: queryOf(options) })

  const get = async (id: string, options: RecordOptions = {}): Promise<T> =>
    transport.send({ method: 'GET', path: one(id), ...options, query: queryOf(options) })

  async function* each(options: ListOptions = {}): AsyncGenerator<T, void, undefined> {
    for (let page = options.page ?? 1; ; page += 1) {
      const result = await list({ perPage: LARGEST_PAGE, ...options, page, skipTotal: true })
      yield* result.items
      if (result.items.length < result.perPage) return
    }
  }

  return {
    list,
    each,
    get,
    create: (input, options = {}) =>
      transport.send({ method: 'POST', path, ...options, query: queryOf(options), body: input }),
    async update(id, input, options = {}) {
      const query = queryOf(options)
      const record = await transport.send<T>({
        method: 'PATCH',
        path: one(id),
        ...options,
        query,
        body: input,
      })
      keepSessionInStep(transport, { collection, id, change: record })
      return record
    },
    async delete(id, options = {}) {
      await transport.send({ method: 'DELETE', path: one(id), ...options })
      keepSessionInStep(transport, { collection, id, change: null })
    },
  }
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
