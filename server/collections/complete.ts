import { newTokenSecret } from './auth-options.ts'
import { SUPERUSERS, type AuthOptions, type Catalog, type Collection } from './collection.ts'
import { newCollectionId, withAuthIndexes } from './new-collection.ts'

/**
 * Add to a parsed collection what no client has to send: the id, the times, the indexes that sign-in relies on;
 * and set right what follows from other values (contract data.md §2.3, §2.4, §2.5, §2.7).
 */
export function completeCollection(
  stored: Collection | undefined,
  draft: Collection,
  catalog: Catalog,
  now: string,
): Collection {
  const next = (stored ?? draft).name === SUPERUSERS ? asSuperusers(draft) : draft
  const id = next.id || newCollectionId(next.type, next.name, catalog)
  return {
    ...next,
    id,
    indexes: withAuthIndexes(next, id),
    created: stored ? next.created : now,
    updated: now,
    ...(next.auth && { auth: completeAuth(stored, next, next.auth) }),
  }
}

function completeAuth(stored: Collection | undefined, next: Collection, auth: AuthOptions): AuthOptions {
  const names = new Set(next.fields.map((field) => field.name))
  const known = (name: string): string => (names.has(name) ? name : '')
  const { id, name, username, avatarURL } = auth.oauth2.mappedFields
  const mappedFields = {
    id: known(id),
    name: known(name),
    username: known(username),
    avatarURL: known(avatarURL),
  }
  const completed = { ...auth, oauth2: { ...auth.oauth2, mappedFields } }
  // Who may sign in has changed: whoever is signed in has to show again that they may.
  if (!stored?.auth || stored.auth.authRule === auth.authRule) return completed
  return { ...completed, authToken: { ...auth.authToken, secret: newTokenSecret() } }
}

function asSuperusers(draft: Collection): Collection {
  if (!draft.auth) return draft
  const { oauth2, passwordAuth, mfa, otp } = draft.auth
  return {
    ...draft,
    name: SUPERUSERS,
    auth: {
      ...draft.auth,
      oauth2: { ...oauth2, enabled: false, providers: [] },
      passwordAuth: { ...passwordAuth, enabled: true },
      mfa: { ...mfa, enabled: mfa.enabled || otp.enabled },
    },
  }
}
