import { apiError } from '../base/error.ts'
import { readText } from './body-bytes.ts'
import { formValues } from './form-values.ts'
import type { Exchange } from './respond.ts'

/** More pairs than any form has; each costs a hundred times its bytes. */
const MAX_PAIRS = 10_000

/**
 * The values of an `application/x-www-form-urlencoded` body (contract data.md §1.6).
 *
 * Errors: `body_too_large` 413, `body_malformed` 400.
 */
export async function readUrlencoded(
  exchange: Exchange,
  { limit, coerce }: { readonly limit: number; readonly coerce: boolean },
): Promise<Record<string, unknown>> {
  const text = await readText(exchange, limit)
  if (countPairs(text) > MAX_PAIRS)
    throw apiError('body_malformed', { why: `it has more than ${MAX_PAIRS} values` })
  const form = formValues(coerce)
  // A leading "?" would be taken for the beginning of a query.
  for (const [key, value] of new URLSearchParams(`&${text}`)) form.add(key, value)
  return form.toObject()
}

function countPairs(text: string): number {
  let count = 1
  for (let at = text.indexOf('&'); at !== -1; at = text.indexOf('&', at + 1)) count++
  return count
}
