import { apiError } from '../base/error.ts'
import type { PageQuery } from '../records/listing.ts'
import type { Exchange } from './respond.ts'

const DEFAULT_PER_PAGE = 30
const MAX_PER_PAGE = 1000
const TRUE = new Set(['1', 't', 'T', 'TRUE', 'true', 'True'])
const FALSE = new Set(['', '0', 'f', 'F', 'FALSE', 'false', 'False'])

/**
 * The page that an address asks for (contract data.md §1.8), or the cursor that it goes on from.
 *
 * Errors: `bad_request` 400 for a page that is no whole number or a switch that is neither on nor off.
 */
export function pageQuery({ req }: Exchange): PageQuery {
  // All at once: each name asked for alone would search the address again.
  const { page, perPage, skipTotal, filter = '', sort = '', cursor }: Asked = req.query()
  return {
    page: count(page, 1, Number.MAX_SAFE_INTEGER),
    perPage: count(perPage, DEFAULT_PER_PAGE, MAX_PER_PAGE),
    skipTotal: flag(skipTotal),
    filter,
    sort,
    cursor,
  }
}

type Asked = Partial<Record<keyof PageQuery, string>>

function count(text: string | undefined, fallback: number, most: number): number {
  if (text === undefined || text === '') return fallback
  if (!/^[+-]?\d{1,15}$/.test(text)) throw apiError('bad_request', {})
  const value = Number(text)
  return value <= 0 ? fallback : Math.min(value, most)
}

function flag(text: string | undefined): boolean {
  if (text === undefined || FALSE.has(text)) return false
  if (TRUE.has(text)) return true
  throw apiError('bad_request', {})
}
