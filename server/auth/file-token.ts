import { type Actor, guest, isSuperuser } from '../base/actor.ts'
import { apiError } from '../base/error.ts'
import type { House } from '../records/house.ts'
import type { Ask } from '../records/request.ts'
import { isAuthCollection } from './auth-collection.ts'
import { recordActor } from './record-actor.ts'
import { maySuperuserComeFrom } from './superuser-ips.ts'
import { issueToken, verifyToken } from './token.ts'

/**
 * A token for addresses of protected files, good for three minutes unless the collection says otherwise (contract
 * services.md §4.5); as the JSON of the answer.
 *
 * Errors: `sign_in_needed` 401 for guests; `scope_refused` 403 for an API key that is not good for everything, since
 * the token would be.
 *
 * @example issueFileToken(house, ask) // '{"token":"eyJ…"}'
 */
export function issueFileToken(house: House, { actor }: Ask): string {
  if (actor.kind === 'guest') throw apiError('sign_in_needed', {})
  if (actor.scope) throw apiError('scope_refused', {})
  const collection = house.catalog.current.byId(actor.collectionId)
  if (!collection || !isAuthCollection(collection)) throw apiError('sign_in_needed', {})
  const token = issueToken({ type: 'file', collection, record: actor.cells, now: house.clock.now() })
  return JSON.stringify({ token })
}

/**
 * Whose file token it is; a guest for one that is no good, and for a superuser's from an address that the settings do
 * not list (contract services.md §4.4).
 *
 * @example const actor = await actorOfFileToken(house, ask, query.token)
 */
export async function actorOfFileToken(house: House, { ip = '' }: Ask, token: string): Promise<Actor> {
  const proof = token === '' ? undefined : await verifyToken(house, token, ['file'])
  if (!proof) return guest
  const actor = recordActor(proof.collection, proof.record)
  const isFar = isSuperuser(actor) && !maySuperuserComeFrom(house.settings.current.superuserIPs, ip)
  return isFar ? guest : actor
}
