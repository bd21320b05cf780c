import type { SortBy, Where } from './schema.ts'
import { toFilter } from './where.ts'
import type { RecordJson } from './wire.ts'

/** A value of the query string; null and undefined are left out. */
export type QueryValue = string | number | boolean | Date | null | undefined | readonly string[]

/** What every call takes. `query` is for parameters that this SDK does not name. */
export interface CallOptions {
  signal?: AbortSignal | undefined
  headers?: Record<string, string>
  query?: Record<string, QueryValue>
}

/** What calls that answer with records take besides. */
export interface RecordOptions extends CallOptions {
  /** Relations to follow: `'author,items.dish'`. */
  expand?: string | undefined
  /** Keys to send: `'id,title,expand.author.name'`. */
  fields?: string | undefined
}

export interface ListOptions<T = RecordJson> extends RecordOptions {
  page?: number
  /** At most 1000; 30 unless told. */
  perPage?: number
  /** A text, best made by `filter`, or an object whose names are checked: `{ status: 'open', total: { '>': 3 } }`. */
  filter?: string | Where<T> | undefined
  /** `'-created,title'`: newest first, then by title; more than two fields as an array. */
  sort?: SortBy<T> | undefined
  /** Leaves the counting out: totals are −1, and the answer comes sooner. */
  skipTotal?: boolean
}

/** List options of any collection, once what they name was checked. */
export interface AnyListOptions extends Omit<ListOptions, 'filter' | 'sort'> {
  filter?: string | object | undefined
  sort?: string | readonly string[] | undefined
}

/** What of the options is not in the query. */
export function callOf({ signal, headers }: CallOptions): Pick<CallOptions, 'signal' | 'headers'> {
  return { signal, ...(headers && { headers }) }
}

/** Everything of the options that travels in the query string. */
export function queryOf(options: AnyListOptions): Record<string, QueryValue> {
  const { page, perPage, skipTotal, expand, fields, query } = options
  const filter = options.filter === undefined ? undefined : toFilter(options.filter)
  const sort = typeof options.sort === 'object' ? options.sort.join(',') : options.sort
  return { page, perPage, filter, sort, skipTotal, expand, fields, ...query }
}

/** `?a=1&b=2`, or '' when there is nothing to say. Arrays are repeated keys. */
export function toQueryString(query: Record<string, QueryValue>): string {
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) {
    const values = typeof value === 'object' && value !== null && !(value instanceof Date) ? value : [value]
    for (const one of values) {
      if (one === null || one === undefined) continue
      params.append(key, one instanceof Date ? one.toISOString().replace('T', ' ') : String(one))
    }
  }
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}
