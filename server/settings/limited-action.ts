/** What rate limits call a thing to do with a collection: its own name, and then that of a group it belongs to. */
export type LimitedAction = readonly string[]

type Name =
  | 'list'
  | 'view'
  | 'create'
  | 'update'
  | 'delete'
  | 'file'
  | 'listAuthMethods'
  | 'authRefresh'
  | 'authWithPassword'
  | 'authWithOAuth2'
  | 'requestOTP'
  | 'authWithOTP'
  | 'requestPasswordReset'
  | 'confirmPasswordReset'
  | 'requestVerification'
  | 'confirmVerification'
  | 'requestEmailChange'
  | 'confirmEmailChange'
  | 'authWithPasskey'
  | 'authWithTOTP'
  | 'authAnonymous'

/** The actions of contract services.md §7.1, and our own ways to sign in, which count as `auth` too. */
export const limitedActions: Readonly<Record<Name, LimitedAction>> = {
  list: ['list'],
  view: ['view'],
  create: ['create'],
  update: ['update'],
  delete: ['delete'],
  file: ['file'],
  listAuthMethods: ['listAuthMethods'],
  authRefresh: ['authRefresh'],
  authWithPassword: ['authWithPassword', 'auth'],
  authWithOAuth2: ['authWithOAuth2', 'auth'],
  requestOTP: ['requestOTP'],
  authWithOTP: ['authWithOTP', 'auth'],
  requestPasswordReset: ['requestPasswordReset'],
  confirmPasswordReset: ['confirmPasswordReset'],
  requestVerification: ['requestVerification'],
  confirmVerification: ['confirmVerification'],
  requestEmailChange: ['requestEmailChange'],
  confirmEmailChange: ['confirmEmailChange'],
  authWithPasskey: ['authWithPasskey', 'auth'],
  authWithTOTP: ['authWithTOTP', 'auth'],
  authAnonymous: ['authAnonymous', 'auth'],
}
