import { apiError } from '../base/error.ts'
import { problem, type Problem, required } from '../base/problem.ts'
import { readSubmitted } from '../collections/submitted.ts'
import { firstOf, isEmail, needed, upTo } from '../settings/value-checks.ts'

type Found = Readonly<Record<string, Problem | undefined>>

/**
 * Report all that is wrong with a body at once.
 *
 * Errors: `validation_failed` 400.
 *
 * @example refuseProblems({ token: required, password: undefined })
 */
export function refuseProblems(found: Found): void {
  const data: Record<string, Problem> = {}
  for (const [key, fault] of Object.entries(found)) if (fault) data[key] = fault
  if (Object.keys(data).length > 0) throw apiError('validation_failed', {}, { data })
}

/** What is wrong with a text whose length in bytes has to be in a range. */
export function lengthProblem(text: string, min: number, max: number): Problem | undefined {
  if (text === '') return required
  const bytes = Buffer.byteLength(text)
  if (bytes >= min && bytes <= max) return undefined
  return problem('validation_length_out_of_range', `Use ${min} to ${max} bytes.`, { min, max })
}

/** What is wrong with an e-mail address. */
export function emailProblem(email: string): Problem | undefined {
  return firstOf(email, needed, upTo(255), isEmail)
}

/**
 * The address in `{ email }`.
 *
 * Errors: `body_malformed` 400, `validation_failed` 400 under `email`.
 *
 * @example parseEmail({ email: 'sri@warung.id' }) // 'sri@warung.id'
 */
export function parseEmail(body: unknown): string {
  const email = readSubmitted(body).text('email', '')
  refuseProblems({ email: emailProblem(email) })
  return email
}
