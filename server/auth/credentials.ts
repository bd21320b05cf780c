import { apiError } from '../base/error.ts'
import { problem, type Problem, required } from '../base/problem.ts'
import { readSubmitted } from '../collections/submitted.ts'

/** What someone types to sign in. */
export interface Credentials {
  readonly identity: string
  readonly password: string
  /** The fields to look for the identity in, in this order. */
  readonly fields: readonly string[]
}

const MAX_BYTES = 255

/**
 * Read the body of a sign-in with a password: `{ identity, password, identityField? }` (contract services.md §2.2).
 *
 * Errors: `body_malformed` 400 for a value of another JSON type; `validation_failed` 400 with
 * `validation_required`, `validation_length_out_of_range` and `validation_in_invalid` by key.
 *
 * @example parseCredentials({ identity: 'sri@warung.id', password: '…' }, ['email'])
 */
export function parseCredentials(body: unknown, identityFields: readonly string[]): Credentials {
  const submitted = readSubmitted(body)
  const identity = submitted.text('identity', '')
  const password = submitted.text('password', '')
  const identityField = submitted.text('identityField', '')
  const found = {
    identity: checkLength(identity),
    password: checkLength(password),
    identityField: identityField === '' || identityFields.includes(identityField) ? undefined : notAmong,
  }
  const data: Record<string, Problem> = {}
  for (const [key, value] of Object.entries(found)) if (value) data[key] = value
  if (Object.keys(data).length > 0) throw apiError('validation_failed', {}, { data })
  return { identity, password, fields: fieldsFor(identity, identityField, identityFields) }
}

const notAmong = problem('validation_in_invalid', 'Name one of the identity fields of the collection.')

function checkLength(text: string): Problem | undefined {
  if (text === '') return required
  if (Buffer.byteLength(text) <= MAX_BYTES) return undefined
  return problem('validation_length_out_of_range', `Use 1 to ${MAX_BYTES} bytes.`, { min: 1, max: MAX_BYTES })
}

/** Where to look: in the named field only; else `email` first, and not there for what is no address. */
function fieldsFor(identity: string, named: string, all: readonly string[]): readonly string[] {
  if (named !== '') return [named]
  const others = all.filter((field) => field !== 'email')
  return all.includes('email') && /^[^@\s]+@[^@\s]+$/.test(identity) ? ['email', ...others] : others
}
