import type { AuthOptions, Catalog } from '../collections/collection.ts'
import { authCollection } from './auth-collection.ts'
import type { AuthMethod } from './auth-method.ts'
import { authMethods } from './methods/index.ts'

/**
 * How one can sign in to a collection, as JSON (contract services.md §2.1); public.
 *
 * Errors: `collection_not_found` 404.
 *
 * @example listAuthMethods(house.catalog.current, 'users') // { password: { identityFields: ['email'], enabled: true }, … }
 */
export function listAuthMethods(catalog: Catalog, nameOrId: string): object {
  const { auth } = authCollection(catalog, nameOrId)
  const { enabled, identityFields } = auth.passwordAuth
  const ours = authMethods.all.filter((method) => method.isOurs && method.isEnabled(auth))
  return {
    ...describeAll(
      authMethods.all.filter(({ isOurs }) => !isOurs),
      auth,
    ),
    oauth2: { providers: [], enabled: auth.oauth2.enabled },
    mfa: { enabled: auth.mfa.enabled, duration: auth.mfa.enabled ? auth.mfa.duration : 0 },
    // What clients of old versions read.
    authProviders: auth.oauth2.enabled ? [] : null,
    usernamePassword: enabled && identityFields.includes('username'),
    emailPassword: enabled && identityFields.includes('email'),
    ...(ours.length > 0 && { dapur: describeAll(ours, auth) }),
  }
}

function describeAll(methods: readonly AuthMethod[], auth: AuthOptions): Readonly<Record<string, object>> {
  return Object.fromEntries(methods.map((method) => [method.name, method.describe(auth)]))
}
