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

export interface ListOptions extends RecordOptions {
  page?: number
  /** At most 1000; 30 unless told. */
  perPage?: number
  filter?: string | undefined
  /** `'-created,title'`: newest first, then by title. */
  sort?: string | undefined
  /** Leaves the counting out: totals are −1, and the answer comes sooner. */
  skipTotal?: boolean
}

/** Everything of the options that travels in the query string. */
export function queryOf(options: ListOptions): Record<string, QueryValue> {
  const { page, perPage, filter, sort, skipTotal, expand, fields, query } = options
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
