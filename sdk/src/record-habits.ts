import { notFoundHere } from './error.ts'
import type { ListOptions, RecordOptions } from './query.ts'
import { LARGEST_PAGE, type RecordsApi } from './records.ts'
import type { ListResult } from './wire.ts'

/** The calls on records under the names that people who come from PocketBase know. */
export interface RecordHabits<T> {
  getList(page?: number, perPage?: number, options?: ListOptions): Promise<ListResult<T>>
  /** All records at once; `batch` is the size of the pages that they are fetched in. */
  getFullList(options?: ListOptions & { batch?: number }): Promise<T[]>
  /** The first that matches; an `ApiError` 404 when none does. */
  getFirstListItem(filter: string, options?: ListOptions): Promise<T>
  getOne(id: string, options?: RecordOptions): Promise<T>
}

/** The same records, asked the other way. */
export function habitsOf<T>(records: RecordsApi<T>): RecordHabits<T> {
  return {
    getList: (page = 1, perPage = 30, options = {}) => records.list({ ...options, page, perPage }),
    async getFullList({ batch = LARGEST_PAGE, ...options } = {}) {
      const all: T[] = []
      for await (const record of records.each({ ...options, perPage: batch })) all.push(record)
      return all
    },
    async getFirstListItem(filter, options = {}) {
      const { items } = await records.list({ ...options, filter, page: 1, perPage: 1, skipTotal: true })
      const [first] = items
      if (first === undefined) throw notFoundHere('No record matches the filter.')
      return first
    },
    getOne: (id, options) => records.get(id, options),
  }
}
