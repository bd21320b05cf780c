import { guest } from '../base/actor.ts'
import type { Steps } from '../base/now.ts'
import type { Cells } from '../records/change.ts'
import { type Work, writeFresh } from '../records/work.ts'
import type { AuthCollection } from './auth-collection.ts'
import type { AuthHouse } from './auth-house.ts'
import { findAccount } from './find-account.ts'
import { addressMark, countWithin } from './limits.ts'
import type { LetterName } from './letter.ts'
import { text } from './record-actor.ts'

/** The contract's 2 minutes between two mails of a kind to an account. */
const ONCE_IN = { max: 1, ms: 120_000 }

interface LetterRequest {
  readonly kind: LetterName
  readonly collection: AuthCollection
  /** As somebody has typed it. */
  readonly email: string
  /** Does the account need this mail? */
  readonly isWanted: (record: Cells) => boolean
}

/**
 * Send an account a mail that anybody may ask for. Whether there is such an account shows neither in the answer nor in
 * the work before it: either way one look-up and one write, in which the address is counted (`reliability.md` A12).
 *
 * @example await requestLetter(house, { kind: 'password-reset', collection: users, email, isWanted: () => true })
 */
export async function requestLetter(house: AuthHouse, request: LetterRequest): Promise<void> {
  const record = await findAccount(house, request.collection, request.email, ['email'])
  await writeFresh(house, guest, () => (work) => write(work, house, request, record))
}

function* write(
  work: Work,
  { outbox }: AuthHouse,
  { kind, collection, email, isWanted }: LetterRequest,
  record: Cells | undefined,
): Steps<void> {
  // The address as it is stored: another spelling of it is the same account.
  const to = record ? text(record, 'email') : email
  const isFirst = yield* countWithin(work, `${kind} ${collection.id} ${addressMark(to)}`, ONCE_IN)
  if (!record || !isFirst || !isWanted(record)) return
  yield* outbox.add(work, {
    kind,
    collectionId: collection.id,
    recordId: text(record, 'id'),
    to,
    extra: {},
  })
}
