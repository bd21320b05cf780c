import { newRandomId } from '../base/id.ts'
import type { Cells } from '../records/change.ts'

/** No mail ever reaches this domain, and nobody can have an address in it (RFC 2606 §2). */
const DOMAIN = '@anonymous.invalid'

/**
 * The address that stands in for one until an anonymous account has its own. It is what makes an account anonymous,
 * for rules too: `@request.auth.email !~ "@anonymous.invalid"`.
 *
 * @example newAnonymousEmail() // 'mf3k2a9x0q7w2bc@anonymous.invalid'
 */
export function newAnonymousEmail(): string {
  return newRandomId() + DOMAIN
}

/** Is this the account of somebody who has not said who they are? */
export function isAnonymous(record: Cells): boolean {
  const { email } = record
  return typeof email === 'string' && email.endsWith(DOMAIN)
}
