import { jsonOf } from '../base/json.ts'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'

/** Long enough for a client to come with the code, in ms (contract services.md §2.5). */
const KEPT_MS = 60_000
const MOST = 1000
const LONGEST = 500

const names = new LRUCache<string, string>({ max: MOST, ttl: KEPT_MS })
const part = z.string().catch('')
const user = z.object({ name: z.object({ firstName: part, lastName: part }) })

/**
 * Keep the name that Apple sends with the redirect, once in an account's life, until its code is brought.
 *
 * @example keepRedirectName(code, '{"name":{"firstName":"Sri","lastName":"Rahayu"}}')
 */
export function keepRedirectName(code: string, json: string): void {
  // Anybody can send anything there: no name, and no news.
  const found = user.safeParse(jsonOf(json))
  if (!found.success || code === '') return
  const { firstName, lastName } = found.data.name
  names.set(code, `${firstName} ${lastName}`.trim().slice(0, LONGEST))
}

/** The name that came with this code, once; '' where none did. */
export function takeRedirectName(code: string): string {
  const name = names.get(code) ?? ''
  names.delete(code)
  return name
}
