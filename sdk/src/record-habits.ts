import { notFoundHere } from './error.ts'
import type { AnyListOptions } from './query.ts'
import { LARGEST_PAGE, type Pages } from './pages.ts'
import type { ListAsk, RecordAsk, RecordsApi } from './records.ts'
import type { Answer, RecordOf, Where } from './schema.ts'
import type { ListResult } from './wire.ts'

/** The calls on records under the names that people who come from PocketBase know. */
export interface RecordHabits<Schema, Name extends keyof Schema> {
  getList<const Expand extends string = ''>(
    page?: number,
    perPage?: number,
    options?: ListAsk<Schema, Name, Expand>,
  ): Promise<ListResult<Answer<Schema, Name, Expand>>>
  /** All records at once; `batch` is the size of the pages that they are fetched in. */
  getFullList<const Expand extends string = ''>(
    options?: ListAsk<Schema, Name, Expand> & { batch?: number },
  ): Promise<Answer<Schema, Name, Expand>[]>
  /** The first that matches; an `ApiError` 404 when none does. */
  getFirstListItem<const Expand extends string = ''>(
    filter: string | Where<RecordOf<Schema[Name]>>,
    options?: ListAsk<Schema, Name, Expand>,
  ): Promise<Answer<Schema, Name, Expand>>
  getOne<const Expand extends string = ''>(
    id: string,
    options?: RecordAsk<Schema, Name, Expand>,
  ): Promise<Answer<Schema, Name, Expand>>
}

/** The same records, asked the other way. */
export function habitsOf<Schema, Name extends keyof Schema>(
  records: RecordsApi<Schema, Name>,
  pages: Pages,
): RecordHabits<Schema, Name> {
  return {
    getList: (page = 1, perPage = 30, options: AnyListOptions = {}) =>
      pages.list({ ...options, page, perPage }),
    async getFullList<T>({ batch = LARGEST_PAGE, ...options }: AnyListOptions & { batch?: number } = {}) {
      const all: T[] = []
      for await (const record of pages.each<T>({ ...options, perPage: batch })) all.push(record)
      return all
    },
    async getFirstListItem<T>(filter: string | object, options: AnyListOptions = {}) {
      const { items } = await pages.list<T>({ ...options, filter, page: 1, perPage: 1, skipTotal: true })
      const [first] = items
      if (first === undefined) throw notFoundHere('No record matches the filter.')
      return first
    },
    getOne: (id, options) => records.get(id, options),
  }
}
