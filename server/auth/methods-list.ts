import { z } from 'zod'
import type { AuthOptions } from '../collections/collection.ts'
import type { House } from '../records/house.ts'
import { authCollection } from './auth-collection.ts'
import type { AuthMethod } from './auth-method.ts'
import { authMethods } from './methods/index.ts'

/**
 * How one can sign in to a collection, as JSON (contract services.md §2.1); public. Under `dapur` it also says that mails
 * are sent (`mail`), once they are: without a mail server a page need not offer what comes by mail.
 *
 * Errors: `collection_not_found` 404.
 *
 * @example listAuthMethods(house, 'users') // { password: { identityFields: ['email'], enabled: true }, … }
 */
export function listAuthMethods({ catalog, settings }: House, nameOrId: string): object {
  const collection = authCollection(catalog.current, nameOrId)
  const { auth } = collection
  const { enabled, identityFields } = auth.passwordAuth
  const ours = authMethods.all.filter((method) => method.isOurs && method.isEnabled(collection))
  const known = describeAll(
    authMethods.all.filter(({ isOurs }) => !isOurs),
    auth,
  )
  const { otp, ...first } = known
  const more = {
    ...describeAll(ours, auth),
    ...(settings.current.smtp.enabled && { mail: { enabled: true } }),
  }
  return {
    ...first,
    mfa: { enabled: auth.mfa.enabled, duration: auth.mfa.enabled ? auth.mfa.duration : 0 },
    otp,
    // What clients of old versions read.
    authProviders: legacyProviders(known['oauth2']),
    usernamePassword: enabled && identityFields.includes('username'),
    emailPassword: enabled && identityFields.includes('email'),
    ...(Object.keys(more).length > 0 && { dapur: more }),
  }
}

/** The same providers, states and verifiers as above, without their logos. */
function legacyProviders(description: object | undefined): readonly object[] | null {
  const { enabled, providers } = z
    .object({ enabled: z.boolean(), providers: z.array(z.looseObject({})) })
    .parse(description)
  return enabled ? providers.map((provider) => ({ ...provider, logo: '' })) : null
}

function describeAll(methods: readonly AuthMethod[], auth: AuthOptions): Readonly<Record<string, object>> {
  return Object.fromEntries(methods.map((method) => [method.name, method.describe(auth)]))
}
