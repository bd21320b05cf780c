import { apiError } from '../base/error.ts'
import { newRecordId } from '../base/id.ts'
import { problem, type Problem } from '../base/problem.ts'
import { SUPERUSERS } from '../collections/collection.ts'
import { readSubmitted } from '../collections/submitted.ts'
import type { Cells } from '../records/change.ts'
import { shapeOf } from '../records/shape.ts'
import { firstOf, needed, oneOf } from '../settings/value-checks.ts'
import { type AuthCollection, isAuthCollection } from './auth-collection.ts'
import type { AuthHouse } from './auth-house.ts'
import { composeMail } from './compose-mail.ts'
import { type LetterName, letterNames } from './letter.ts'
import { kindOf } from './outbox.ts'
import { emailProblem, refuseProblems } from './parse-fields.ts'

/**
 * Send a mail of a kind as it would go to an account that is not there, to see whether mails go out and how they look
 * (contract services.md §5.3).
 *
 * Errors: `validation_failed` 400, `mail_failed` 400 with what the mail server said.
 *
 * @example await sendTestMail(house, { email: 'sri@warung.id', template: 'otp', collection: 'users' })
 */
export async function sendTestMail(house: AuthHouse, body: unknown): Promise<void> {
  const { email, template, collection } = parse(house, body)
  const kind = kindOf(template)
  const record = nobodyOf(collection)
  const letter = {
    kind: template,
    collectionId: collection.id,
    recordId: '',
    to: email,
    extra: { newEmail: email, info: 'TEST' },
  }
  const writing = { house, collection, record, letter }
  // The digits are no code: they follow from nothing.
  const otp = { OTP: '123456', OTP_ID: '_PB_TEST_OTP_ID_' }
  const filling = { ...kind.filling(writing), ...(template === 'otp' ? otp : {}) }
  try {
    await house.outbox.send(await composeMail(kind, writing, { id: newRecordId(house.clock.now()), filling }))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw apiError('mail_failed', { why }, { cause: error })
  }
}

interface TestMail {
  readonly email: string
  readonly template: LetterName
  readonly collection: AuthCollection
}

function parse({ catalog }: AuthHouse, body: unknown): TestMail {
  const submitted = readSubmitted(body)
  const email = submitted.text('email', '')
  const name = submitted.text('template', '')
  const template = letterNames.find((one) => one === name)
  const collection = catalog.current.find(submitted.text('collection', '') || SUPERUSERS)
  const isAuth = collection !== undefined && isAuthCollection(collection)
  refuseProblems({
    email: emailProblem(email),
    template: firstOf(name, needed, oneOf(...letterNames)),
    collection: isAuth ? undefined : noAuthCollection,
  })
  if (!template || !isAuth) throw apiError('validation_failed', {})
  return { email, template, collection }
}

const noAuthCollection: Problem = problem(
  'validation_invalid_auth_collection',
  'There is no such collection of accounts.',
)

/** An account whose visible fields say their names. */
function nobodyOf(collection: AuthCollection): Cells {
  const cells: Record<string, Cells[string]> = {}
  for (const { name, field, type } of shapeOf(collection).fields) {
    const test = `__pb_test_${name}__`
    cells[name] =
      field.hidden || type.output === 'never'
        ? ''
        : type.toCell(type.normalise(test, field.options), field.options)
  }
  // Signs a token that is good for nothing.
  return { ...cells, id: '__pb_test_id__', tokenKey: '__pb_test_tokenKey__' }
}
