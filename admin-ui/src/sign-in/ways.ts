import type { AuthMethodsJson } from '@dapur/sdk'

/** What shows who signs in. */
export type Way = 'password' | 'otp' | 'totp' | 'passkey'

/**
 * The ways that are open to a superuser, the best one first. Before the server has answered it is the password, which
 * superusers always have (contract services.md §2.12).
 *
 * @param first what was shown already, where the server asks for a second proof
 * @example waysOf(methods, 'password') // ['totp', 'passkey']
 */
export function waysOf(methods: AuthMethodsJson | undefined, first?: Way): Way[] {
  const isOpen: Readonly<Record<Way, boolean>> = {
    password: methods?.password.enabled ?? true,
    passkey: methods?.dapur?.passkey?.enabled === true,
    otp: methods?.otp.enabled === true,
    totp: methods?.dapur?.totp?.enabled === true,
  }
  return orderOf(methods, first).filter((way) => isOpen[way] && way !== first)
}

function orderOf(methods: AuthMethodsJson | undefined, first: Way | undefined): readonly Way[] {
  // A code of an app needs to know whose app it is.
  if (first === undefined) return ['password', 'passkey', 'otp']
  if (methods?.mfa.enabled === true) return ['otp', 'totp', 'passkey', 'password']
  // Nothing else asks for a second proof then but an app, and a mailbox does not stand in for it (docs/auth.md).
  return ['totp', 'passkey']
}
