import { fieldToJson } from '../fields/field.ts'
import type { AuthOptions, Collection, OAuth2Provider, TokenOptions } from './collection.ts'
import { dapurJson } from './history-options.ts'

/** A collection as it travels; secrets never do. */
export type CollectionJson = Readonly<Record<string, unknown>>

/**
 * A collection as the API answers it (contract data.md §2.1): keys in the order of services.md §12.1, options of
 * its own type only, no `secret` and no `clientSecret`.
 *
 * @example collectionToJson(posts) // { id: 'pbc_1125843985', listRule: null, … }
 */
export function collectionToJson(collection: Collection): CollectionJson {
  const { id, listRule, viewRule, createRule, updateRule, deleteRule, name, type } = collection
  const { indexes, created, updated, system } = collection
  const dapur = dapurJson(collection)
  return {
    id,
    listRule,
    viewRule,
    createRule,
    updateRule,
    deleteRule,
    name,
    type,
    fields: collection.fields.map(fieldToJson),
    indexes,
    created,
    updated,
    system,
    ...(collection.viewQuery !== undefined && { viewQuery: collection.viewQuery }),
    ...(collection.auth && authToJson(collection.auth)),
    ...(dapur && { dapur }),
  }
}

function authToJson(auth: AuthOptions): CollectionJson {
  return {
    authRule: auth.authRule,
    manageRule: auth.manageRule,
    authAlert: auth.authAlert,
    oauth2: {
      providers: auth.oauth2.providers.map(providerToJson),
      mappedFields: auth.oauth2.mappedFields,
      enabled: auth.oauth2.enabled,
    },
    passwordAuth: auth.passwordAuth,
    mfa: auth.mfa,
    otp: auth.otp,
    authToken: tokenToJson(auth.authToken),
    passwordResetToken: tokenToJson(auth.passwordResetToken),
    emailChangeToken: tokenToJson(auth.emailChangeToken),
    verificationToken: tokenToJson(auth.verificationToken),
    fileToken: tokenToJson(auth.fileToken),
    verificationTemplate: auth.verificationTemplate,
    resetPasswordTemplate: auth.resetPasswordTemplate,
    confirmEmailChangeTemplate: auth.confirmEmailChangeTemplate,
  }
}

function providerToJson(provider: OAuth2Provider): CollectionJson {
  const { pkce, name, clientId, authURL, tokenURL, userInfoURL, displayName, extra } = provider
  return { pkce, name, clientId, authURL, tokenURL, userInfoURL, displayName, extra }
}

function tokenToJson(token: TokenOptions): CollectionJson {
  return { duration: token.duration }
}
