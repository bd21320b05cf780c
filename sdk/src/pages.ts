import { type AnyListOptions, callOf, queryOf } from './query.ts'
import type { Transport } from './transport.ts'
import type { ListResult } from './wire.ts'

/** The server answers at most so many records at once. */
export const LARGEST_PAGE = 1000

/** The records of one collection by the page, once what the options name was checked. */
export interface Pages {
  list<T>(options?: AnyListOptions): Promise<ListResult<T>>
  each<T>(options?: AnyListOptions): AsyncGenerator<T, void, undefined>
}

/** @param path where the records are: `/api/collections/orders/records` */
export function pagesOf(transport: Transport, path: string): Pages {
  const list = <T>(options: AnyListOptions = {}): Promise<ListResult<T>> =>
    transport.send({ method: 'GET', path, ...callOf(options), query: queryOf(options) })
  return {
    list,
    async *each<T>(options: AnyListOptions = {}) {
      for (let page = options.page ?? 1; ; page += 1) {
        const result = await list<T>({ perPage: LARGEST_PAGE, ...options, page, skipTotal: true })
        yield* result.items
        if (result.items.length < result.perPage) return
      }
    },
  }
}
