import { apiError } from '../base/error.ts'
import { problem, required } from '../base/problem.ts'
import { take } from '../base/now.ts'
import { readSubmitted } from '../collections/submitted.ts'
import type { Deed } from '../records/deed.ts'
import { readRecord } from '../records/find.ts'
import type { Ask } from '../records/request.ts'
import { updateDeed } from '../records/update-deed.ts'
import { performAlone } from '../records/write-hooked.ts'
import { type Account, accountFor } from './account.ts'
import { isAnonymous } from './anonymous.ts'
import type { AuthHouse } from './auth-house.ts'
import { writeAuthResponse } from './auth-response.ts'
import { text } from './record-actor.ts'
import { openSession } from './sessions.ts'
import { systemAsk } from './system-ask.ts'

export interface PromoteRequest {
  /** Name or id. */
  readonly collection: string
  /** `{ email, password, passwordConfirm }`. */
  readonly body: Readonly<Record<string, unknown>>
}

/**
 * Make an account of an anonymous one: it keeps its id and its data, gets an e-mail address (not verified yet) and a
 * password, and can be signed in to from elsewhere. Its old tokens end; the answer brings a new one. Of any number who
 * promote the same account one wins.
 *
 * Errors: `collection_not_found` 404, `sign_in_needed` 401, `forbidden` and `scope_refused` 403, `account_not_anonymous`
 * 400, `validation_failed` 400, `auth_rule_refused` 403, `hashing_busy` 503.
 *
 * @example await promoteAccount(house, ask, { collection: 'users', body: { email, password, passwordConfirm } })
 */
export async function promoteAccount(house: AuthHouse, ask: Ask, request: PromoteRequest): Promise<string> {
  const account = await accountFor(house, ask, { collection: request.collection })
  if (!isAnonymous(account.record)) throw apiError('account_not_anonymous', {})
  const body = parseBody(request.body)
  const { cells: record } = await performAlone(house, guarded(house, account, body))
  const { collection } = account
  return writeAuthResponse(house, ask, {
    collection,
    record,
    token: () => openSession(house, ask, { collection, record }),
  })
}

function parseBody(input: PromoteRequest['body']): Readonly<Record<string, string>> {
  const submitted = readSubmitted(input)
  const body = {
    email: submitted.text('email', ''),
    password: submitted.text('password', ''),
    passwordConfirm: submitted.text('passwordConfirm', ''),
  }
  // An update would take an empty one for "as it was", and a stand-in is no address.
  if (body.email === '') throw apiError('validation_failed', {}, { data: { email: required } })
  if (!isAnonymous(body)) return body
  const email = problem('validation_is_email', 'Use an address that mails can reach.')
  throw apiError('validation_failed', {}, { data: { email } })
}

/** The house itself does this, with the rights that it takes; but only while the account is what it was. */
function guarded(
  house: AuthHouse,
  { collection, record }: Account,
  body: Readonly<Record<string, string>>,
): Deed {
  const id = text(record, 'id')
  const deed = updateDeed(systemAsk(house), collection.id, { id, body })
  return {
    ...deed,
    *write(work, extras) {
      const now = yield* take(readRecord(house.storage, work.tx, collection, id))
      if (!now || !isAnonymous(now)) throw apiError('account_not_anonymous', {})
      return yield* deed.write(work, extras)
    },
  }
}
