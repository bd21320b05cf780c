import type { Actor } from '../../base/actor.ts'
import type { AuthOptions } from '../../collections/collection.ts'
import { dapurOptions } from '../../collections/dapur-options.ts'
import { objectOf } from './json-schema.ts'
import { addOperation, type Paths, refTo } from './operation.ts'
import type { Named } from './record-paths.ts'

interface AuthRoute {
  readonly way: string
  readonly method?: 'get' | 'delete'
  readonly summary: string
  /** Keys of the body, all of them texts; those with `?` may be missing. */
  readonly body?: readonly string[]
  readonly answer: 'session' | 'nothing' | 'object' | 'list'
  /** Who may call it: everyone, whoever has an account there, or superusers alone. */
  readonly who: 'anyone' | 'account' | 'superuser'
  isOpen(auth: AuthOptions): boolean
}

const always = (): boolean => true
const canSignIn = ({ authRule }: AuthOptions): boolean => authRule !== null
const hasPassword = ({ passwordAuth }: AuthOptions): boolean => passwordAuth.enabled
const hasOtp = (auth: AuthOptions): boolean => canSignIn(auth) && auth.otp.enabled

/** The ways of an auth collection (contract services.md §2; architecture.md, *Beyond the contract*). */
const routes: readonly AuthRoute[] = [
  {
    way: 'auth-methods',
    method: 'get',
    summary: 'How one can sign in',
    answer: 'object',
    who: 'anyone',
    isOpen: always,
  },
  {
    way: 'auth-with-password',
    summary: 'Sign in with a password',
    body: ['identity', 'password', 'identityField?'],
    answer: 'session',
    who: 'anyone',
    isOpen: (auth) => canSignIn(auth) && hasPassword(auth),
  },
  {
    way: 'auth-with-oauth2',
    summary: 'Sign in with a provider',
    body: ['provider', 'code', 'codeVerifier?', 'redirectURL'],
    answer: 'session',
    who: 'anyone',
    isOpen: (auth) => canSignIn(auth) && auth.oauth2.enabled,
  },
  {
    way: 'request-otp',
    summary: 'Ask for a one-time code by mail',
    body: ['email'],
    answer: 'object',
    who: 'anyone',
    isOpen: hasOtp,
  },
  {
    way: 'auth-with-otp',
    summary: 'Sign in with a one-time code',
    body: ['otpId', 'password'],
    answer: 'session',
    who: 'anyone',
    isOpen: hasOtp,
  },
  { way: 'auth-refresh', summary: 'Renew the token', answer: 'session', who: 'account', isOpen: canSignIn },
  {
    way: 'request-verification',
    summary: 'Ask for the mail that verifies an address',
    body: ['email'],
    answer: 'nothing',
    who: 'anyone',
    isOpen: always,
  },
  {
    way: 'confirm-verification',
    summary: 'Verify an address',
    body: ['token'],
    answer: 'nothing',
    who: 'anyone',
    isOpen: always,
  },
  {
    way: 'request-password-reset',
    summary: 'Ask for the mail that resets a password',
    body: ['email'],
    answer: 'nothing',
    who: 'anyone',
    isOpen: hasPassword,
  },
  {
    way: 'confirm-password-reset',
    summary: 'Choose a new password',
    body: ['token', 'password', 'passwordConfirm'],
    answer: 'nothing',
    who: 'anyone',
    isOpen: hasPassword,
  },
  {
    way: 'request-email-change',
    summary: 'Ask for another address',
    body: ['newEmail'],
    answer: 'nothing',
    who: 'account',
    isOpen: always,
  },
  {
    way: 'confirm-email-change',
    summary: 'Confirm another address',
    body: ['token', 'password'],
    answer: 'nothing',
    who: 'anyone',
    isOpen: always,
  },
  {
    way: 'impersonate/{id}',
    summary: 'A token of this account',
    answer: 'session',
    who: 'superuser',
    isOpen: always,
  },
  {
    way: 'request-passkey',
    summary: 'Begin with a passkey',
    answer: 'object',
    who: 'anyone',
    isOpen: (auth) => dapurOptions(auth).passkey.enabled,
  },
  {
    way: 'passkeys',
    method: 'get',
    summary: 'The passkeys of an account',
    answer: 'list',
    who: 'account',
    isOpen: (auth) => dapurOptions(auth).passkey.enabled,
  },
  {
    way: 'totp',
    method: 'get',
    summary: 'Is there a second factor?',
    answer: 'object',
    who: 'account',
    isOpen: (auth) => dapurOptions(auth).totp.enabled,
  },
  {
    way: 'auth-with-totp',
    summary: 'Sign in with a code of an app',
    body: ['code', 'mfaId?'],
    answer: 'session',
    who: 'anyone',
    isOpen: (auth) => canSignIn(auth) && dapurOptions(auth).totp.enabled,
  },
  {
    way: 'auth-anonymous',
    summary: 'Sign in without an account',
    answer: 'session',
    who: 'anyone',
    isOpen: (auth) => canSignIn(auth) && dapurOptions(auth).anonymous.enabled,
  },
  {
    way: 'api-keys',
    method: 'get',
    summary: 'The API keys of an account',
    answer: 'list',
    who: 'account',
    isOpen: (auth) => dapurOptions(auth).apiKeys.enabled,
  },
  {
    way: 'sessions',
    method: 'get',
    summary: 'The sessions of an account',
    answer: 'list',
    who: 'account',
    isOpen: (auth) => dapurOptions(auth).sessions.enabled,
  },
  {
    way: 'sessions',
    method: 'delete',
    summary: 'End all sessions',
    answer: 'nothing',
    who: 'account',
    isOpen: (auth) => dapurOptions(auth).sessions.enabled,
  },
]

/** Ways that an auth collection has and that are switched on, as far as they are for this actor. */
export function addAuthPaths(paths: Paths, actor: Actor, { collection, name }: Named): void {
  const { auth, id } = collection
  if (!auth) return
  for (const route of routes) {
    if (!route.isOpen(auth) || !isFor(route.who, actor, id)) continue
    const tag = collection.name
    const { way, method = 'post', summary } = route
    const answer = answerOf(route, name)
    const body = route.body && bodyOf(route.body)
    addOperation(paths, method, `/api/collections/${tag}/${way}`, {
      id: `${tag}.${method === 'post' ? '' : `${method}-`}${way.replace('/{id}', '')}`,
      tag,
      summary,
      path: way.includes('{id}') ? ['id'] : [],
      ...(body && { body }),
      ...(answer && { answer }),
    })
  }
}

function isFor(who: AuthRoute['who'], actor: Actor, collectionId: string): boolean {
  if (who === 'anyone' || actor.kind === 'superuser') return true
  return who === 'account' && actor.kind === 'record' && actor.collectionId === collectionId
}

function bodyOf(keys: readonly string[]): ReturnType<typeof objectOf> {
  const names = keys.map((key) => key.replace('?', ''))
  const optional = keys.filter((key) => key.endsWith('?')).map((key) => key.slice(0, -1))
  return objectOf(Object.fromEntries(names.map((key) => [key, { type: 'string' }])), optional)
}

function answerOf({ answer }: AuthRoute, name: string): ReturnType<typeof refTo> | undefined {
  if (answer === 'session') return refTo(`${name}Session`)
  if (answer === 'object') return { type: 'object' }
  return answer === 'list' ? { type: 'array', items: { type: 'object' } } : undefined
}
