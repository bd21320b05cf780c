import { ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { breath } from '../base/breath.ts'
import { type ApiError, apiError } from '../base/error.ts'
import { answerSocket } from './answer-socket.ts'
import { errorText } from './envelope.ts'

/**
 * Answer what is no request that Node's parser can read, in the envelope of all errors (contract data.md §1.5), and
 * close its connection. A method that nobody knows is an address that is not there (contract services.md §0.4).
 *
 * Thousands of clients that came together are too slow together: they are answered some at a time.
 *
 * @example server.on('clientError', answerUnreadable)
 */
export function answerUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  const later = breath()
  if (later) void later.then(() => answer(error, socket))
  else answer(error, socket)
}

function answer(error: NodeJS.ErrnoException, socket: Duplex): void {
  // Behind a request that is being answered there is no place for another answer.
  const answering: unknown = Reflect.get(socket, '_httpMessage')
  const isUnderWay = answering instanceof ServerResponse && answering.headersSent
  if (!socket.writable || isUnderWay || error.code === 'ECONNRESET') return void socket.destroy()
  const refusal = refusalOf(error)
  answerSocket(socket, refusal.status, errorText(refusal))
}

const refusals: ReadonlyMap<string | undefined, () => ApiError> = new Map([
  ['HPE_INVALID_METHOD', () => apiError('route_not_found', {})],
  ['HPE_HEADER_OVERFLOW', () => apiError('headers_too_large', {})],
  ['ERR_HTTP_REQUEST_TIMEOUT', () => apiError('request_too_slow', {})],
])

function refusalOf({ code, message }: NodeJS.ErrnoException): ApiError {
  return refusals.get(code)?.() ?? apiError('request_unreadable', { why: message })
}
