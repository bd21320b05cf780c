import { ApiError } from '../base/error.ts'
import { problem, type Problem, required } from '../base/problem.ts'
import { readSubmitted } from '../collections/submitted.ts'
import type { House } from '../records/house.ts'
import type { AuthCollection } from './auth-collection.ts'
import { changeAccount } from './change-account.ts'
import { findAccount } from './find-account.ts'
import { lengthProblem, refuseProblems } from './parse-fields.ts'
import { text } from './record-actor.ts'
import { requireSameKey } from './still-valid.ts'
import { claimOf, type MailedToken, readMailedToken } from './token-problem.ts'
import { type FormRequest, notSuperusers } from './verification.ts'

const MAX_PASSWORD = 100

/**
 * Use a link that changes an address, with the password of the account: the address is changed and proved, and every session ends.
 *
 * Errors: `collection_not_found` 404, `superusers_excepted` 400, `validation_failed` 400 under `token` and `password`,
 * `hashing_busy` 503.
 *
 * @example await confirmEmailChange(house, { collection: 'users', body: { token, password } })
 */
export async function confirmEmailChange(house: House, request: FormRequest): Promise<void> {
  const collection = notSuperusers(house, request.collection)
  const submitted = readSubmitted(request.body)
  const token = submitted.text('token', '')
  const password = submitted.text('password', '')
  const newEmail = claimOf(token, 'newEmail')
  const read = await readChange(house, collection, token, newEmail)
  refuseProblems({
    token: read.problem,
    password: lengthProblem(password, 1, MAX_PASSWORD) ?? (await passwordProblem(house, read, password)),
  })
  if (!read.proof) return
  const { record } = read.proof
  const change = changeAccount(house, {
    collection,
    record,
    changes: new Map<string, unknown>([
      ['email', newEmail],
      ['verified', true],
    ]),
    *guard(work) {
      // The same key also means that the password is still the one that was looked at.
      yield* requireSameKey(work, collection, record)
    },
  })
  await change.catch((error: unknown) => {
    // Somebody else was quicker: the unique index has the last word.
    if (isTakenError(error)) refuseProblems({ token: takenMeanwhile })
    throw error
  })
}

const noNewAddress = problem('validation_invalid_token_payload', 'This is no link that changes an address.')
const takenMeanwhile = problem('validation_invalid_token_email', 'Another account has this address by now.')
const wrongPassword = problem('validation_invalid_password', 'This is not the password of the account.')

async function readChange(
  house: House,
  collection: AuthCollection,
  token: string,
  newEmail: string,
): Promise<MailedToken> {
  if (token === '') return { problem: required }
  if (newEmail === '') return { problem: noNewAddress }
  const read = await readMailedToken(house, collection, { token, type: 'emailChange' })
  if (!read.proof) return read
  const other = await findAccount(house, collection, newEmail, ['email'])
  return other && other['id'] !== read.proof.record['id'] ? { problem: takenMeanwhile } : read
}

async function passwordProblem(
  house: House,
  { proof }: MailedToken,
  password: string,
): Promise<Problem | undefined> {
  if (!proof) return undefined
  return (await house.verifyPassword(password, text(proof.record, 'password'))) ? undefined : wrongPassword
}

function isTakenError(error: unknown): boolean {
  return error instanceof ApiError && error.data['email']?.code === 'validation_not_unique'
}
