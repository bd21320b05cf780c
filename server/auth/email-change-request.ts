import { guest } from '../base/actor.ts'
import { apiError } from '../base/error.ts'
import { newRecordId } from '../base/id.ts'
import { problem, type Problem } from '../base/problem.ts'
import { readSubmitted } from '../collections/submitted.ts'
import type { Cells } from '../records/change.ts'
import type { Ask } from '../records/request.ts'
import { writeFresh } from '../records/work.ts'
import type { AuthCollection } from './auth-collection.ts'
import type { AuthHouse } from './auth-house.ts'
import { changingAccount } from './changing-account.ts'
import { composeMail } from './compose-mail.ts'
import { findAccount } from './find-account.ts'
import type { Letter } from './letter.ts'
import { countWithin } from './limits.ts'
import { kindOf } from './outbox.ts'
import { emailProblem, refuseProblems } from './parse-fields.ts'
import { text } from './record-actor.ts'
import type { FormRequest } from './verification.ts'

/** These mails go to addresses of the asker's choice: an account must not become a way to bother others. */
const MAILS = { max: 10, ms: 3_600_000 }

/**
 * Send a link to the address that somebody wants to have instead of theirs (contract services.md §2.8).
 *
 * Errors: `collection_not_found` 404, `sign_in_needed` 401, `forbidden` 403 for a token of another collection,
 * `superusers_excepted` 400, `validation_failed` 400 under `newEmail`, `mails_too_many` 429, `mail_unsent` 400.
 *
 * @example await requestEmailChange(house, ask, { collection: 'users', body: { newEmail: 'new@warung.id' } })
 */
export async function requestEmailChange(house: AuthHouse, ask: Ask, request: FormRequest): Promise<void> {
  const { collection, record } = changingAccount(house.catalog.current, ask, request.collection)
  const newEmail = readSubmitted(request.body).text('newEmail', '')
  refuseProblems({ newEmail: emailProblem(newEmail) ?? sameProblem(newEmail, record) })
  if (await findAccount(house, collection, newEmail, ['email'])) refuseProblems({ newEmail: takenAddress })
  const isWithin = await writeFresh(
    house,
    guest,
    () => (work) => countWithin(work, `email-change ${collection.id} ${text(record, 'id')}`, MAILS),
  )
  if (!isWithin) throw apiError('mails_too_many', {})
  await sendNow(house, collection, record, newEmail)
}

function sameProblem(newEmail: string, record: Cells): Problem | undefined {
  return newEmail === record['email'] ? sameAddress : undefined
}

const sameAddress = problem('validation_not_in_invalid', 'This is the address of the account already.')
const takenAddress = problem('validation_invalid_new_email', 'Another account has this address.')

/** Not by the outbox: whoever waits for the answer wants to know at once that an address cannot be reached. */
async function sendNow(
  house: AuthHouse,
  collection: AuthCollection,
  record: Cells,
  newEmail: string,
): Promise<void> {
  const kind = kindOf('email-change')
  const recordId = text(record, 'id')
  const letter: Letter = {
    kind: 'email-change',
    collectionId: collection.id,
    recordId,
    to: newEmail,
    extra: { newEmail },
  }
  const writing = { house, collection, record, letter }
  const id = newRecordId(house.clock.now())
  try {
    await house.outbox.send(await composeMail(kind, writing, { id, filling: kind.filling(writing) }))
  } catch (error) {
    house.log.warn({ err: error, record: recordId }, 'a mail could not be sent')
    throw apiError('mail_unsent', {}, { cause: error })
  }
}
