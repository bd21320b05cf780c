/* `@dapur/sdk/auth`: what an account has beyond its password. Import what you use; the rest is not bundled. */
export type { AccountOptions } from './account-calls.ts'
export { anonymousOf, type AnonymousApi } from './anonymous.ts'
export {
  apiKeysOf,
  type ApiKeyAction,
  type ApiKeyJson,
  type ApiKeysApi,
  type ApiKeyScopes,
} from './api-keys.ts'
export { linksOf, type LinkJson, type LinksApi } from './links.ts'
export { passkeysOf, type PasskeyJson, type PasskeysApi, type PasskeySignIn } from './passkeys.ts'
export { sessionsOf, type SessionJson, type SessionsApi } from './sessions.ts'
export { totpOf, type TotpApi } from './totp.ts'
