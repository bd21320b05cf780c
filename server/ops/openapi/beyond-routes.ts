import type { AuthOptions } from '../../collections/collection.ts'
import { dapurOptions } from '../../collections/dapur-options.ts'
import type { AuthRoute } from './auth-route.ts'
import { listOf, objectOf, plain } from './json-schema.ts'
import { refTo } from './operation.ts'

const { text, flag, whole, object } = plain
const canSignIn = ({ authRule }: AuthOptions): boolean => authRule !== null
const hasPasskeys = (auth: AuthOptions): boolean => dapurOptions(auth).passkey.enabled
const hasTotp = (auth: AuthOptions): boolean => dapurOptions(auth).totp.enabled
const hasKeys = (auth: AuthOptions): boolean => dapurOptions(auth).apiKeys.enabled
const hasSessions = (auth: AuthOptions): boolean => dapurOptions(auth).sessions.enabled
const isAnonymous = (auth: AuthOptions): boolean => canSignIn(auth) && dapurOptions(auth).anonymous.enabled
const mine = { who: 'account', isOfRecord: true } as const

/** The ways of an auth collection that only we have (architecture.md, *Beyond the contract*). */
export const beyondRoutes: readonly AuthRoute[] = [
  {
    way: 'request-passkey',
    summary: 'Begin with a passkey: what the browser is to be handed',
    body: ['register?'],
    bodyOther: { register: flag },
    answer: objectOf({ options: object }),
    who: 'anyone',
    isOpen: hasPasskeys,
  },
  {
    way: 'auth-with-passkey',
    summary: 'Sign in with a passkey',
    body: ['credential', 'mfaId?'],
    bodyOther: { credential: object },
    answer: 'session',
    who: 'anyone',
    isOpen: (auth) => canSignIn(auth) && hasPasskeys(auth),
  },
  {
    way: 'passkeys',
    method: 'get',
    summary: 'The passkeys of an account',
    answer: objectOf({ items: listOf(refTo('Passkey')) }),
    ...mine,
    isOpen: hasPasskeys,
  },
  {
    way: 'passkeys',
    summary: 'Register a passkey',
    body: ['credential', 'name?'],
    bodyOther: { credential: object },
    answer: refTo('Passkey'),
    who: 'account',
    isOpen: hasPasskeys,
  },
  {
    way: 'passkeys/{id}',
    method: 'patch',
    summary: 'Give a passkey another name',
    body: ['name'],
    answer: refTo('Passkey'),
    ...mine,
    isOpen: hasPasskeys,
  },
  {
    way: 'passkeys/{id}',
    method: 'delete',
    summary: 'Delete a passkey',
    answer: 'nothing',
    ...mine,
    isOpen: hasPasskeys,
  },
  {
    way: 'totp',
    method: 'get',
    summary: 'Is there a second factor?',
    answer: objectOf({ enabled: flag, recoveryCodes: whole }),
    ...mine,
    isOpen: hasTotp,
  },
  {
    way: 'totp',
    summary: 'Begin with an authenticator app',
    body: ['code?'],
    answer: objectOf({ secret: text, url: text }),
    who: 'account',
    isOpen: hasTotp,
  },
  {
    way: 'totp/confirm',
    summary: 'Show that the app has the secret',
    body: ['code'],
    answer: objectOf({ recoveryCodes: listOf(text) }),
    who: 'account',
    isOpen: hasTotp,
  },
  {
    way: 'totp',
    method: 'delete',
    summary: 'Do without the app again',
    body: ['code?'],
    answer: 'nothing',
    ...mine,
    isOpen: hasTotp,
  },
  {
    way: 'auth-with-totp',
    summary: 'Sign in with a code of an app',
    body: ['code', 'mfaId?'],
    answer: 'session',
    who: 'anyone',
    isOpen: (auth) => canSignIn(auth) && hasTotp(auth),
  },
  {
    way: 'auth-anonymous',
    summary: 'Sign in without an account',
    answer: 'session',
    who: 'anyone',
    isOpen: isAnonymous,
  },
  {
    way: 'promote',
    summary: 'Make an account of an anonymous one',
    body: ['email', 'password', 'passwordConfirm'],
    answer: 'session',
    who: 'account',
    isOpen: isAnonymous,
  },
  {
    way: 'api-keys',
    method: 'get',
    summary: 'The API keys of an account',
    answer: objectOf({ items: listOf(refTo('ApiKey')) }),
    ...mine,
    isOpen: hasKeys,
  },
  {
    way: 'api-keys',
    summary: 'Make an API key; it is only shown now',
    body: ['name', 'scopes', 'expires?'],
    bodyOther: { scopes: { anyOf: [{ const: '*' }, listOf(object)] } },
    answer: { allOf: [refTo('ApiKey'), objectOf({ key: text })] },
    ...mine,
    isOpen: hasKeys,
  },
  {
    way: 'api-keys/{id}',
    method: 'delete',
    summary: 'Revoke an API key',
    answer: 'nothing',
    ...mine,
    isOpen: () => true,
  },
  {
    way: 'sessions',
    method: 'get',
    summary: 'The sessions of an account',
    answer: objectOf({ items: listOf(refTo('DeviceSession')) }),
    ...mine,
    isOpen: hasSessions,
  },
  {
    way: 'sessions',
    method: 'delete',
    summary: 'End all sessions but this one',
    answer: 'nothing',
    ...mine,
    isOpen: hasSessions,
  },
  {
    way: 'sessions/{id}',
    method: 'delete',
    summary: 'End a session',
    answer: 'nothing',
    ...mine,
    isOpen: hasSessions,
  },
  {
    way: 'sessions/refresh',
    summary: 'Exchange a refresh token for a new pair',
    body: ['refreshToken'],
    answer: 'session',
    who: 'anyone',
    isOpen: (auth) => hasSessions(auth) && dapurOptions(auth).sessions.refreshTokens,
  },
]
