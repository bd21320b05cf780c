import { authBeyondErrors } from './errors/auth-beyond.ts'
import { authErrors } from './errors/auth.ts'
import { backupErrors } from './errors/backups.ts'
import { batchErrors } from './errors/batch.ts'
import { channelErrors } from './errors/channels.ts'
import { fileErrors } from './errors/files.ts'
import { hookErrors } from './errors/hooks.ts'
import { oauth2Errors } from './errors/oauth2.ts'
import { realtimeErrors } from './errors/realtime.ts'
import { recordErrors } from './errors/records.ts'
import { requestErrors } from './errors/request.ts'
import { storageErrors } from './errors/storage.ts'
import { webhookErrors } from './errors/webhooks.ts'
import type { ProblemTree } from './problem.ts'

type Catalogue = typeof requestErrors &
  typeof recordErrors &
  typeof batchErrors &
  typeof hookErrors &
  typeof authErrors &
  typeof authBeyondErrors &
  typeof oauth2Errors &
  typeof realtimeErrors &
  typeof channelErrors &
  typeof fileErrors &
  typeof backupErrors &
  typeof storageErrors &
  typeof webhookErrors

/** Every error that a caller can get: code → [status, sentence with holes, the contract's or ours]. */
export const errorCatalogue: Catalogue = {
  ...requestErrors,
  ...recordErrors,
  ...batchErrors,
  ...hookErrors,
  ...authErrors,
  ...authBeyondErrors,
  ...oauth2Errors,
  ...realtimeErrors,
  ...channelErrors,
  ...fileErrors,
  ...backupErrors,
  ...storageErrors,
  ...webhookErrors,
}

export type ErrorCode = keyof Catalogue
type Holes<S extends string> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Holes<Rest> : never
export type Details<C extends ErrorCode> = Record<Holes<Catalogue[C][1]>, string | number>

/** A mistake of the caller, or a state that the caller has to know: becomes the contract's envelope. */
export class ApiError extends Error {
  readonly code: ErrorCode
  readonly status: number
  readonly data: ProblemTree
  /** Whether the contract knows this error; ours carry their code in the body. */
  readonly origin: 'contract' | 'ours'

  constructor(
    code: ErrorCode,
    details: Record<string, string | number>,
    options: ErrorOptions & { readonly data?: ProblemTree } = {},
  ) {
    const [status, sentence, origin] = errorCatalogue[code]
    super(polished(sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(details[name]))), options)
    this.name = 'ApiError'
    this.code = code
    this.status = status
    this.origin = origin
    this.data = options.data ?? {}
  }
}

/**
 * Make an error for the caller.
 *
 * @example throw apiError('collection_not_found', { name: 'posts' })
 * @example throw apiError('validation_failed', {}, { data: { title: required } })
 */
export function apiError<C extends ErrorCode>(
  code: C,
  details: Details<C>,
  options?: ErrorOptions & { readonly data?: ProblemTree },
): ApiError {
  return new ApiError(code, details, options)
}

/** First letter upper case, and a full stop unless there is an end already (contract data.md §1.5). */
function polished(sentence: string): string {
  const text = sentence.trim()
  const ended = /[.?!]$/.test(text) ? text : `${text}.`
  return ended.charAt(0).toUpperCase() + ended.slice(1)
}
