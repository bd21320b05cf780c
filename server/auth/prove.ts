import { andThen, type Now } from '../base/now.ts'
import type { House } from '../records/house.ts'
import { proveApiKey } from './api-key-proof.ts'
import type { Proof } from './proof.ts'
import { recordActor } from './record-actor.ts'
import { type TokenProof, verifyToken } from './token.ts'

/**
 * Who comes with this credential: a token (contract services.md §1) or an API key. Undefined for what proves nothing.
 *
 * @example andThen(prove(house, 'dapur_mf3k…'), (proof) => proof?.actor ?? guest)
 */
export function prove(house: House, credential: string): Now<Proof | undefined> {
  if (credential.startsWith('dapur_')) return proveApiKey(house, credential)
  return andThen(verifyToken(house, credential, ['auth']), (proof) => proof && proofOf(proof))
}

function proofOf({ collection, record, claims, session }: TokenProof): Proof {
  const end = typeof claims['exp'] === 'number' ? claims['exp'] * 1000 : Number.POSITIVE_INFINITY
  const plain = recordActor(collection, record)
  const actor = session === undefined ? plain : { ...plain, via: { kind: 'session' as const, id: session } }
  return { collection, record, actor, end }
}
