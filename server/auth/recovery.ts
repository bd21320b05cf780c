import { apiError } from '../base/error.ts'
import { problem, required } from '../base/problem.ts'
import { SUPERUSERS } from '../collections/collection.ts'
import { readSubmitted } from '../collections/submitted.ts'
import { PasswordValue } from '../fields/password.ts'
import type { House } from '../records/house.ts'
import { type AuthCollection, authCollection } from './auth-collection.ts'
import type { AuthHouse } from './auth-house.ts'
import { changeAccount } from './change-account.ts'
import { INSTALLER_EMAIL } from './installer.ts'
import { lengthProblem, parseEmail, refuseProblems } from './parse-fields.ts'
import { requestLetter } from './request-letter.ts'
import { requireSameKey } from './still-valid.ts'
import { type MailedToken, readMailedToken } from './token-problem.ts'
import type { FormRequest } from './verification.ts'

/** The most bytes of a password that this form reads; its field may want fewer. */
const MOST = 255

/**
 * Send somebody a link with which a new password can be chosen (contract services.md §2.8).
 *
 * Errors: `collection_not_found` 404, `password_reset_disabled` 400, `validation_failed` 400.
 *
 * @example await requestPasswordReset(house, { collection: 'users', body: { email: 'sri@warung.id' } })
 */
export async function requestPasswordReset(house: AuthHouse, request: FormRequest): Promise<void> {
  const collection = authCollection(house.catalog.current, request.collection)
  if (!collection.auth.passwordAuth.enabled)
    throw apiError('password_reset_disabled', { collection: collection.name })
  const email = parseEmail(request.body)
  // The placeholder of the installer is nobody's account.
  const isWanted = (): boolean => collection.name !== SUPERUSERS || email !== INSTALLER_EMAIL
  await requestLetter(house, { kind: 'password-reset', collection, email, isWanted })
}

/**
 * Choose a new password with such a link, once: it ends every session, and the link with them. Whoever got the link
 * has proved their address with it.
 *
 * Errors: `collection_not_found` 404, `validation_failed` 400 under `token`, `password`, `passwordConfirm`.
 *
 * @example await confirmPasswordReset(house, { collection: 'users', body: { token, password, passwordConfirm } })
 */
export async function confirmPasswordReset(house: House, request: FormRequest): Promise<void> {
  const collection = authCollection(house.catalog.current, request.collection)
  const submitted = readSubmitted(request.body)
  const token = submitted.text('token', '')
  const password = submitted.text('password', '')
  const confirm = submitted.text('passwordConfirm', '')
  const read: MailedToken =
    token === ''
      ? { problem: required }
      : await readMailedToken(house, collection, { token, type: 'passwordReset' })
  refuseProblems({
    token: read.problem,
    password: lengthProblem(password, shortest(collection), MOST),
    passwordConfirm: confirm === '' ? required : confirm === password ? undefined : otherPassword,
  })
  if (!read.proof) return
  const { record, claims } = read.proof
  const proves = record['email'] !== '' && claims['email'] === record['email']
  await changeAccount(house, {
    collection,
    record,
    changes: new Map<string, unknown>([
      ['password', new PasswordValue(password, '')],
      ...(proves ? [['verified', true] as const] : []),
    ]),
    *guard(work) {
      yield* requireSameKey(work, collection, record)
    },
  })
}

const otherPassword = problem('validation_values_mismatch', 'The two passwords are not the same.')

function shortest(collection: AuthCollection): number {
  const field = collection.fields.find(({ name }) => name === 'password')
  return Math.max(Number(field?.options['min'] ?? 0), 1)
}
