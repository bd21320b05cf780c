import { MfaNeeded } from '../auth/mfa.ts'
import { ApiError, apiError } from '../base/error.ts'
import { newRandomId } from '../base/id.ts'
import type { Log } from '../base/log.ts'
import { RuleError } from '../rules/index.ts'
import type { Clash, SqlDialect } from '../storage/dialect.ts'

/** An error as it goes over the wire (contract data.md §1.5). */
export interface Envelope {
  readonly status: number
  readonly body: string
}

/**
 * Every thrown thing becomes the contract's envelope: what is meant for the caller as it is, what the database
 * said as the status it stands for, and everything else as 500 without a word of what it was. The wish for a second
 * factor has a form of its own (contract services.md §2.7).
 */
export function envelope(error: unknown, sql: SqlDialect, log: Log): Envelope {
  if (error instanceof MfaNeeded) return { status: 401, body: JSON.stringify({ mfaId: error.mfaId }) }
  const known = error instanceof ApiError ? error : translate(error, sql, log)
  return { status: known.status, body: errorText(known) }
}

/**
 * The JSON text of an error.
 *
 * @example errorText(apiError('forbidden', {})) // '{"data":{},"message":"…","status":403}'
 */
export function errorText({ data, message, status, origin, code }: ApiError): string {
  const body = { data, message, status }
  return JSON.stringify(origin === 'ours' ? { ...body, code } : body)
}

function translate(error: unknown, sql: SqlDialect, log: Log): ApiError {
  // A rule that became too costly for this very request: the caller learns no more than that it cannot be used.
  if (error instanceof RuleError) return apiError('bad_request', {}, { cause: error })
  const clash = sql.readError(error)
  if (clash) return ofClash(clash, error, log)
  const request = newRandomId()
  log.error({ request, err: error }, 'a request failed')
  return apiError('internal', { request }, { cause: error })
}

function ofClash(clash: Clash, error: unknown, log: Log): ApiError {
  switch (clash.kind) {
    case 'busy':
      return apiError('storage_busy', {}, { cause: error })
    case 'full':
      log.error({ err: error }, 'the disk is full')
      return apiError('storage_full', {}, { cause: error })
    case 'broken':
      log.error({ err: error }, 'the database could not be read or written')
      return apiError('storage_broken', {}, { cause: error })
    case 'unique':
    case 'sql':
      log.warn({ err: error }, 'the database refused a statement')
      return apiError('bad_request', {}, { cause: error })
  }
}
