import { createHash, timingSafeEqual } from 'node:crypto'
import type { Cells } from '../records/change.ts'
import { text } from './record-actor.ts'

/**
 * The stored form of a random secret of at least 80 bits: nobody guesses it, so that one SHA-256 is enough.
 *
 * @example hashSecret('q83vEjRW…') // 64 hex digits
 */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** Does this secret belong to this stored form? As slow for any wrong one. */
export function isSecretOf(secret: string, stored: string): boolean {
  const [given, right] = [Buffer.from(hashSecret(secret)), Buffer.from(stored)]
  return given.length === right.length && timingSafeEqual(given, right)
}

/**
 * What ties a credential to the `tokenKey` that its record has now: whatever is tied dies with a new password, a new
 * e-mail address, and a `tokenKey` that somebody sets (reliability.md A6), whoever writes it and wherever.
 */
export function keyHashOf(record: Cells): string {
  return hashSecret(`dapur ${text(record, 'tokenKey')}`)
}
