import { randomBytes } from 'node:crypto'

const PREFIX = 'whsec_'
const BYTES = 32
/** What the scheme allows. */
const LEAST_BYTES = 24
const MOST_BYTES = 64

/** A new secret of the Standard Webhooks scheme: `whsec_` and 32 random bytes in base64. */
export function makeWebhookSecret(): string {
  return PREFIX + randomBytes(BYTES).toString('base64')
}

/**
 * The key that a secret stands for; undefined for what is no secret of the scheme (24 to 64 bytes).
 * Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 *
 * @example webhookKey('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw') // 24 bytes
 */
export function webhookKey(secret: string): Buffer | undefined {
  if (!secret.startsWith(PREFIX)) return undefined
  const text = secret.slice(PREFIX.length)
  const key = Buffer.from(text, 'base64')
  // Node reads over what is no base64.
  if (key.toString('base64') !== text) return undefined
  return key.length >= LEAST_BYTES && key.length <= MOST_BYTES ? key : undefined
}
