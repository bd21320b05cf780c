import type { ErrorBody, Problem, ProblemTree } from './wire.ts'

/** What an `ApiError` is made of. `status` is 0 when there was no answer. */
interface Failure {
  status: number
  code: string
  message: string
  data?: ProblemTree
  url?: string
  isAbort?: boolean
  /** Of an answer that asks for a second factor. */
  mfaId?: string | undefined
  cause?: unknown
}

/**
 * The one error of this SDK: a refusal by the server, a broken network or an abort.
 *
 * - `status` is the HTTP status; 0 when no answer came.
 * - `code` is the server's where it sends one, else `http_400` and so on, `network_failed` or `aborted`.
 * - `data` holds what is wrong with single fields.
 * - `mfaId` is there when a second factor is asked for, which takes it along.
 *
 * @example
 * try { await dapur.collection('posts').create({}) }
 * catch (error) { if (error instanceof ApiError) show(error.problem('title')?.message ?? error.message) }
 */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly data: ProblemTree
  readonly url: string
  readonly isAbort: boolean
  readonly mfaId: string | undefined

  constructor(failure: Failure) {
    super(failure.message, { cause: failure.cause })
    this.name = 'ApiError'
    this.status = failure.status
    this.code = failure.code
    this.data = failure.data ?? {}
    this.url = failure.url ?? ''
    this.isAbort = failure.isAbort ?? false
    this.mfaId = failure.mfaId
  }

  /**
   * What is wrong with one submitted value; a path goes down by dots.
   *
   * @example error.problem('email') // { code: 'validation_not_unique', message: '…' }
   * @example error.problem('fields.2.name')
   */
  problem(path: string): Problem | undefined {
    let node: unknown = this.data
    for (const key of path.split('.')) {
      if (!isObject(node) || !Object.hasOwn(node, key)) return undefined
      node = node[key]
    }
    return isProblem(node) ? node : undefined
  }
}

/** Reads an error body that may come from anything on the way, a proxy's HTML page included. */
export function errorFromAnswer(status: number, text: string, url: string): ApiError {
  const body = parseErrorBody(text)
  return new ApiError({
    status,
    code: body.code ?? `http_${status}`,
    message:
      body.message ||
      (body.mfaId ? 'A second factor is asked for.' : `The server answered with status ${status}.`),
    data: body.data,
    mfaId: body.mfaId,
    url,
  })
}

/** No answer came: the caller gave up, or the network did. */
export function errorFromFailure(cause: unknown, url: string, isAbort: boolean): ApiError {
  return isAbort
    ? new ApiError({ status: 0, code: 'aborted', message: 'The request was aborted.', url, isAbort, cause })
    : new ApiError({
        status: 0,
        code: 'network_failed',
        message: 'The server could not be reached.',
        url,
        cause,
      })
}

/** The server need not be asked: it would answer 404. */
export function notFoundHere(message: string): ApiError {
  return new ApiError({ status: 404, code: 'http_404', message })
}

function parseErrorBody(text: string): Omit<ErrorBody, 'status'> & { mfaId?: string } {
  const body = parseJson(text)
  if (!isObject(body)) return { message: '', data: {} }
  return {
    message: typeof body['message'] === 'string' ? body['message'] : '',
    data: isTree(body['data']) ? body['data'] : {},
    ...(typeof body['code'] === 'string' ? { code: body['code'] } : {}),
    ...(typeof body['mfaId'] === 'string' ? { mfaId: body['mfaId'] } : {}),
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not JSON, so not from Dapur: the status is all that can be said.
    return undefined
  }
}

function isTree(value: unknown): value is ProblemTree {
  return isObject(value) && Object.values(value).every((node) => isProblem(node) || isTree(node))
}

function isProblem(value: unknown): value is Problem {
  return isObject(value) && typeof value['code'] === 'string' && typeof value['message'] === 'string'
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
