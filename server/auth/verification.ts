import { apiError } from '../base/error.ts'
import { problem, type Problem, required } from '../base/problem.ts'
import { SUPERUSERS } from '../collections/collection.ts'
import { readSubmitted } from '../collections/submitted.ts'
import type { House } from '../records/house.ts'
import { type AuthCollection, authCollection } from './auth-collection.ts'
import type { AuthHouse } from './auth-house.ts'
import { changeAccount, lockedPassword } from './change-account.ts'
import { parseEmail, refuseProblems } from './parse-fields.ts'
import { requestLetter } from './request-letter.ts'
import { requireSameKey } from './still-valid.ts'
import { claimOf, type MailedToken, readMailedToken } from './token-problem.ts'

/** A body for an auth collection, which is given by name or id. */
export interface FormRequest {
  readonly collection: string
  readonly body: Readonly<Record<string, unknown>>
}

/**
 * Send somebody a link that proves whose e-mail address it is (contract services.md §2.8).
 *
 * Errors: `collection_not_found` 404, `superusers_excepted` 400, `validation_failed` 400.
 *
 * @example await requestVerification(house, { collection: 'users', body: { email: 'sri@warung.id' } })
 */
export async function requestVerification(house: AuthHouse, request: FormRequest): Promise<void> {
  const collection = notSuperusers(house, request.collection)
  const email = parseEmail(request.body)
  await requestLetter(house, {
    kind: 'verification',
    collection,
    email,
    isWanted: (record) => !record['verified'],
  })
}

/**
 * Use such a link: the account is verified. Once more does no harm.
 *
 * Errors: `collection_not_found` 404, `superusers_excepted` 400, `validation_failed` 400 under `token`.
 *
 * @example await confirmVerification(house, { collection: 'users', body: { token } })
 */
export async function confirmVerification(house: House, request: FormRequest): Promise<void> {
  const collection = notSuperusers(house, request.collection)
  const token = readSubmitted(request.body).text('token', '')
  const read = await readVerification(house, collection, token)
  refuseProblems({ token: read.problem })
  if (!read.proof) return
  const { record } = read.proof
  if (record['verified']) return
  // Nobody can sign in with the password of such a collection; whoever chose one must not come back with it later.
  const isLocked = !collection.auth.passwordAuth.enabled
  const change = changeAccount(house, {
    collection,
    record,
    changes: new Map<string, unknown>([['verified', true], ...(isLocked ? await lockedPassword(house) : [])]),
    *guard(work) {
      const now = yield* requireSameKey(work, collection, record)
      if (now['verified']) throw new AlreadyVerified()
    },
  })
  await change.catch((error: unknown) => {
    if (!(error instanceof AlreadyVerified)) throw error
  })
}

/** The same link was used twice at once: the other one has done it. */
class AlreadyVerified extends Error {}

async function readVerification(
  house: House,
  collection: AuthCollection,
  token: string,
): Promise<MailedToken> {
  if (token === '') return { problem: required }
  const email = claimOf(token, 'email')
  if (email === '') return { problem: noAddress }
  const read = await readMailedToken(house, collection, { token, type: 'verification' })
  return read.proof && read.proof.record['email'] !== email ? { problem: otherAddress } : read
}

const noAddress: Problem = problem(
  'validation_invalid_token_claims',
  'This is no link that proves an address.',
)
const otherAddress: Problem = problem(
  'validation_token_email_mismatch',
  'The account has another e-mail address by now; ask for another link.',
)

/** Errors: `collection_not_found` 404, `superusers_excepted` 400. */
export function notSuperusers(house: House, nameOrId: string): AuthCollection {
  const collection = authCollection(house.catalog.current, nameOrId)
  if (collection.name === SUPERUSERS) throw apiError('superusers_excepted', {})
  return collection
}
