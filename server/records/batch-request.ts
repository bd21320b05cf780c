import { apiError } from '../base/error.ts'
import { problem, type Problem, type ProblemTree, required } from '../base/problem.ts'

/** One request of a batch, as it was sent. */
export interface BatchRequest {
  /** Its place in the batch: names of parts with its files have it. */
  readonly at: number
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Readonly<Record<string, unknown>>
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']
const MAX_URL = 2000

/**
 * Read the requests of a batch (contract data.md §6.2).
 *
 * Errors: `body_malformed` 400 for other JSON types, `validation_failed` 400 with the problems of each request.
 */
export function parseBatch(input: unknown, most: number): BatchRequest[] {
  const list = fieldOf(input, 'requests') ?? []
  if (!Array.isArray(list)) throw malformed('"requests" has to be a list')
  const requests = list.map(parseRequest)
  const problems = checkCount(requests.length, most) ?? checkAll(requests)
  if (problems) throw apiError('validation_failed', {}, { data: { requests: problems } })
  return requests
}

function parseRequest(input: unknown, at: number): BatchRequest {
  const [method, url] = [fieldOf(input, 'method') ?? '', fieldOf(input, 'url') ?? '']
  if (typeof method !== 'string' || typeof url !== 'string')
    throw malformed(`the method and the url of request ${at} have to be texts`)
  return {
    at,
    method,
    url,
    headers: textsOf(fieldOf(input, 'headers') ?? {}, at),
    body: entriesOf(fieldOf(input, 'body') ?? {}, at),
  }
}

function textsOf(input: unknown, at: number): Record<string, string> {
  const texts: Record<string, string> = Object.create(null)
  for (const [name, value] of Object.entries(entriesOf(input, at))) {
    if (typeof value !== 'string') throw malformed(`the headers of request ${at} have to be texts`)
    texts[name] = value
  }
  return texts
}

/** A copy without a prototype: a key such as `__proto__` is then a key like any other. */
function entriesOf(input: unknown, at: number): Record<string, unknown> {
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    throw malformed(`body and headers of request ${at} have to be objects`)
  const entries: Record<string, unknown> = Object.create(null)
  for (const [name, value] of Object.entries(input)) entries[name] = value
  return entries
}

function fieldOf(input: unknown, name: string): unknown {
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    throw malformed('a request of a batch has to be an object')
  return Object.entries(input).find(([key]) => key === name)?.[1]
}

function malformed(why: string): Error {
  return apiError('body_malformed', { why })
}

function checkCount(count: number, most: number): Problem | undefined {
  if (count === 0) return required
  if (count <= most) return undefined
  return problem('validation_length_too_long', `Send at most ${most} requests.`, { min: 0, max: most })
}

function checkAll(requests: readonly BatchRequest[]): ProblemTree | undefined {
  const problems: ProblemTree = {}
  for (const [at, { method, url }] of requests.entries()) {
    const faults: ProblemTree = {}
    const badMethod = checkMethod(method)
    const badUrl = checkUrl(url)
    if (badMethod) faults['method'] = badMethod
    if (badUrl) faults['url'] = badUrl
    if (badMethod || badUrl) problems[String(at)] = faults
  }
  return Object.keys(problems).length > 0 ? problems : undefined
}

function checkMethod(method: string): Problem | undefined {
  if (method === '') return required
  if (METHODS.includes(method)) return undefined
  return problem('validation_in_invalid', `Use one of ${METHODS.join(', ')}.`)
}

function checkUrl(url: string): Problem | undefined {
  if (url === '') return required
  if (Buffer.byteLength(url) <= MAX_URL) return undefined
  return problem('validation_length_too_long', `Use at most ${MAX_URL} bytes.`, { min: 0, max: MAX_URL })
}
