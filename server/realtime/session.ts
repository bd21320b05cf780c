import { type Actor, guest } from '../base/actor.ts'
import type { AuthCollection } from '../auth/auth-collection.ts'
import type { Proof as Proven } from '../auth/proof.ts'
import type { Catalog } from '../collections/collection.ts'

/** Who a socket speaks for, and what that rests on. */
export interface Session {
  readonly actor: Actor
  /** Equal for sockets that may see the same: of the same actor, by the same API key or by none; '' for guests. */
  readonly key: string
  /** Undefined for guests. */
  readonly proof?: Proof
}

interface Proof {
  readonly token: string
  /** The collection as it was when the token was looked at. */
  readonly collection: AuthCollection
  /** When the token ends, in ms since 1970; Infinity when it never does. */
  readonly end: number
}

export const guestSession: Session = { actor: guest, key: '' }

/** The session that a valid token or API key opens. */
export function sessionOf(token: string, { collection, actor, end }: Proven): Session {
  const owner = sessionKey(collection.id, actor.id)
  const key = actor.via?.kind === 'apiKey' ? `${owner} by ${actor.via.id}` : owner
  return { actor, key, proof: { token, collection, end } }
}

/** Whose a session is, as changes of records name them; '' for guests. */
export function ownerKey({ actor }: Session): string {
  return actor.kind === 'guest' ? '' : sessionKey(actor.collectionId, actor.id)
}

/** Does it rest on an API key, which may end without its record? */
export function isByKey({ actor }: Session): boolean {
  return actor.kind !== 'guest' && actor.via?.kind === 'apiKey'
}

/** Identities are compared by collection and id (`reliability.md`, checklist 12). */
export function sessionKey(collectionId: string, recordId: string): string {
  return `${collectionId}/${recordId}`
}

/** Has the token's time come? */
export function isExpired({ proof }: Session, now: number): boolean {
  return proof !== undefined && proof.end <= now
}

/** Does a new catalog leave everything alone that this session rests on? */
export function isUntouched(session: Session, catalog: Catalog): boolean {
  const { proof } = session
  if (!proof) return true
  const { collection } = proof
  const now = catalog.byId(collection.id)
  return (
    now?.auth !== undefined &&
    now.name === collection.name &&
    now.fields === collection.fields &&
    (!isByKey(session) || now.auth === collection.auth) &&
    now.auth.authToken.secret === collection.auth.authToken.secret
  )
}
