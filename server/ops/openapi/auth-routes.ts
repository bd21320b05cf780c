import type { AuthOptions } from '../../collections/collection.ts'
import type { AuthRoute } from './auth-route.ts'
import { beyondRoutes } from './beyond-routes.ts'
import { listOf, objectOf, plain } from './json-schema.ts'

const { text, flag, whole, object } = plain
const always = (): boolean => true
const canSignIn = ({ authRule }: AuthOptions): boolean => authRule !== null
const hasPassword = ({ passwordAuth }: AuthOptions): boolean => passwordAuth.enabled
const hasOtp = (auth: AuthOptions): boolean => canSignIn(auth) && auth.otp.enabled

const METHODS = objectOf(
  {
    password: objectOf({ identityFields: listOf(text), enabled: flag }),
    oauth2: objectOf({ providers: listOf(object), enabled: flag }),
    mfa: objectOf({ enabled: flag, duration: whole }),
    otp: objectOf({ enabled: flag, duration: whole }),
    dapur: object,
  },
  ['dapur'],
)

/** The ways of the contract (services.md §2). */
const contractRoutes: readonly AuthRoute[] = [
  {
    way: 'auth-methods',
    method: 'get',
    summary: 'How one can sign in',
    answer: METHODS,
    who: 'anyone',
    isOpen: always,
  },
  {
    way: 'auth-with-password',
    summary: 'Sign in with a password',
    body: ['identity', 'password', 'identityField?', 'mfaId?'],
    answer: 'session',
    who: 'anyone',
    isOpen: (auth) => canSignIn(auth) && hasPassword(auth),
  },
  {
    way: 'auth-with-oauth2',
    summary: 'Sign in with a provider',
    body: ['provider', 'code', 'codeVerifier?', 'redirectURL', 'createData?', 'mfaId?'],
    bodyOther: { createData: object },
    answer: 'session',
    who: 'anyone',
    isOpen: (auth) => canSignIn(auth) && auth.oauth2.enabled,
  },
  {
    way: 'request-otp',
    summary: 'Ask for a one-time code by mail',
    body: ['email'],
    answer: objectOf({ otpId: text }),
    who: 'anyone',
    isOpen: hasOtp,
  },
  {
    way: 'auth-with-otp',
    summary: 'Sign in with a one-time code',
    body: ['otpId', 'password', 'mfaId?'],
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
    body: ['duration?'],
    bodyOther: { duration: { type: 'integer', description: 'Seconds.' } },
    answer: 'session',
    who: 'superuser',
    isOpen: always,
  },
]

/** All of them, in the order in which they are shown. */
export const authRoutes: readonly AuthRoute[] = [...contractRoutes, ...beyondRoutes]
