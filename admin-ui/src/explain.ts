import { ApiError } from '@dapur/sdk'
import type { Messages } from './messages/en.ts'
import { translated } from './translated.ts'

/** What to tell a person about an error: the server's sentence in the chosen language, or ours where no server spoke. */
export function explain(error: unknown, messages: Messages): string {
  if (!(error instanceof ApiError)) return messages.errors.unknown
  if (error.status === 0) return messages.errors.unreachable
  if (error.status === 429) return messages.errors.tooMany
  return translated(error.message, messages.said)
}

/** What to say under the input of one field; undefined when nothing is wrong with it. */
export function explainField(error: unknown, field: string, messages: Messages): string | undefined {
  const problem = error instanceof ApiError ? error.problem(field) : undefined
  return problem && translated(problem.message, messages.said)
}

/** Does the server refuse the filter itself, and not the sort, the reader or the moment? */
export function isFilterRefused(error: unknown): boolean {
  return hasStatus(error, 400) && error instanceof ApiError && error.problem('sort') === undefined
}

/** Is this the server's answer with this status? */
export function hasStatus(error: unknown, ...statuses: readonly number[]): boolean {
  return error instanceof ApiError && statuses.includes(error.status)
}
