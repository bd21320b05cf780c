import { guest } from '../base/actor.ts'
import { formatTime } from '../base/clock.ts'
import type { Steps } from '../base/now.ts'
import type { Cells } from '../records/change.ts'
import type { Ask } from '../records/request.ts'
import { type Work, writeFresh } from '../records/work.ts'
import type { AuthCollection } from './auth-collection.ts'
import type { AuthHouse } from './auth-house.ts'
import type { Letter } from './letter.ts'
import { addOrigin, fingerprintOf, originsOf, shortAgent } from './origin-rows.ts'
import { ownerOf, updateOwned } from './owned-rows.ts'
import { text } from './record-actor.ts'

/** How long a sign-in waits for its alert to leave; it is sent later then. The contract allows 15 seconds. */
const LONGEST_WAIT_MS = 5000

interface SignedIn {
  readonly collection: AuthCollection
  readonly record: Cells
}

/**
 * Remember where somebody signed in from, and tell them by mail when it is a place that they never came from before
 * (contract services.md §2.9). The place is kept once the mail is sent. A sign-in does not fail because this did.
 *
 * @example await noteOrigin(house, ask, { collection: users, record })
 */
export async function noteOrigin(house: AuthHouse, ask: Ask, signedIn: SignedIn): Promise<void> {
  if (!signedIn.collection.auth.authAlert.enabled) return
  try {
    const letterId = await writeFresh(house, guest, () => (work) => note(work, house, ask, signedIn))
    if (letterId !== undefined) await house.outbox.tried(letterId, LONGEST_WAIT_MS)
  } catch (error) {
    house.log.warn(
      { err: error, record: signedIn.record['id'] },
      'the place of a sign-in could not be remembered',
    )
  }
}

/** Gives the id of the alert, when one has to be sent. */
function* note(
  work: Work,
  { outbox }: AuthHouse,
  { ip = '', context }: Ask,
  { collection, record }: SignedIn,
): Steps<string | undefined> {
  const agent = context.headers['user_agent'] ?? ''
  const fingerprint = fingerprintOf(ip, agent)
  const owner = ownerOf(collection, record)
  const origins = yield* originsOf(work, owner)
  const known = origins.find((origin) => origin['fingerprint'] === fingerprint)
  if (known) {
    yield* updateOwned(work, '_authOrigins', known)
    return undefined
  }
  const to = text(record, 'email')
  if (origins.length === 0 || to === '') {
    yield* addOrigin(work, owner, fingerprint)
    return undefined
  }
  const letter: Letter = {
    kind: 'login-alert',
    collectionId: collection.id,
    recordId: owner.recordRef,
    to,
    extra: { fingerprint, info: `${formatTime(work.at)} - ${ip} ${shortAgent(agent)}` },
  }
  return yield* outbox.add(work, letter, { key: `alert ${collection.id} ${owner.recordRef} ${fingerprint}` })
}
