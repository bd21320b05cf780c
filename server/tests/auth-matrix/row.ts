import type { TokenExtras, TokenType } from '../../auth/token.ts'
import type { Kitchen } from './kitchen.ts'

/** One situation. `expected` is a status, with what else of the answer counts behind it. */
export interface Row {
  readonly when: string
  readonly expected: string
  readonly body?: object | ((app: Kitchen) => object | Promise<object>)
  readonly token?: (app: Kitchen) => string | Promise<string>
  readonly collection?: string
  /** What is other than in the kitchen; only the rest of the group sees it. */
  readonly given?: (app: Kitchen) => Promise<unknown>
}

/** Where somebody has to be signed in, a collection that is there is not looked at before. */
export const nowhere = (expected: string = '404'): Row[] => [
  { when: 'an unknown collection', collection: 'nobody', expected: '404' },
  { when: 'a collection of another type', collection: 'dishes', expected },
]
/** What an address has to be. */
export const emails: readonly Row[] = [
  { when: 'no address', body: {}, expected: '400 email validation_required' },
  { when: 'what is no address', body: { email: 'x' }, expected: '400 email validation_is_email' },
  {
    when: 'an address that is too long',
    body: { email: `${'x'.repeat(251)}@a.co` },
    expected: '400 email validation_length_out_of_range',
  },
]
/** Nobody may sign in. */
export const none = { authRule: 'id = ""' } as const

export function on(options: object): (app: Kitchen) => Promise<void> {
  return (app) => app.options(options)
}

/** The same, and somebody comes who was never here. */
export function stranger(options: object): (app: Kitchen) => Promise<void> {
  return async (app) => {
    app.provider.user = { sub: 'new', email: 'new@example.com', email_verified: true }
    await app.options(options)
  }
}

export function oauth2({ provider }: Kitchen): object {
  return { provider: 'oidc', code: provider.code() }
}

export function bySri({ sri }: Kitchen): string {
  return sri
}

export function byCook({ cook }: Kitchen): string {
  return cook
}

export function bySuperuser({ superuser }: Kitchen): string {
  return superuser
}

export function mailed(
  type: TokenType,
  more: TokenExtras = {},
  collection = 'users',
  rest: object = {},
): (app: Kitchen) => Promise<object> {
  return async ({ tokenOf }: Kitchen) => ({ token: await tokenOf(type, more, collection), ...rest })
}
