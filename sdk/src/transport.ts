import { encodeBody } from './body.ts'
import { type ApiError, errorFromAnswer, errorFromFailure } from './error.ts'
import { type CallOptions, type QueryValue, toQueryString } from './query.ts'
import { fetchWithProgress } from './progress.ts'
import type { AuthStore } from './store.ts'

/** One request. `path` begins with `/api/`; the token is the store's unless one is given. */
export interface Call extends CallOptions {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  path: string
  body?: object | FormData
  token?: string
  /** How much of the body is on its way, from 0 to 1. Browsers tell by XMLHttpRequest, others by the stream. */
  onProgress?: (share: number) => void
}

/** What carries the calls of a client. */
export interface Transport {
  readonly url: string
  readonly store: AuthStore
  /** @throws ApiError */
  send<T>(call: Call): Promise<T>
}

export interface TransportOptions {
  url: string
  store: AuthStore
  fetch: typeof globalThis.fetch
  language: string
  /** How often a GET is tried again after a broken network, 502, 503 or 504. */
  retries: number
}

const RETRIED = new Set([0, 502, 503, 504])
const FIRST_PAUSE_MS = 200
const LONGEST_PAUSE_MS = 10_000

/** Sends calls; equal GETs that are under way at the same time and carry no signal are one request. */
export function createTransport(options: TransportOptions): Transport {
  const underWay = new Map<string, Promise<string>>()
  const url = options.url.replace(/\/+$/, '')

  const share = (request: Prepared): Promise<string> => {
    const known = underWay.get(request.key)
    if (known) return known
    const answer = trySeveralTimes(request, options).finally(() => underWay.delete(request.key))
    underWay.set(request.key, answer)
    return answer
  }

  return {
    url,
    store: options.store,
    async send<T>(call: Call): Promise<T> {
      const request = prepare(call, url, options)
      const isShared = call.method === 'GET' && !call.signal
      const text = await (isShared ? share(request) : trySeveralTimes(request, options))
      // The one place where an answer gets its type: the wire contract is what vouches for it.
      return text.trim() === '' ? JSON.parse('null') : JSON.parse(text)
    },
  }
}

interface Prepared {
  url: string
  key: string
  init: RequestInit
  onProgress: ((share: number) => void) | undefined
}

function prepare(call: Call, base: string, options: TransportOptions): Prepared {
  const query: Record<string, QueryValue> = call.query ?? {}
  const url = base + call.path + toQueryString(query)
  const token = call.token ?? options.store.token
  const encoded = call.body === undefined ? undefined : encodeBody(call.body)
  const headers: Record<string, string> = {
    'accept-language': options.language,
    ...(token === '' ? {} : { authorization: token }),
    ...(encoded?.type === undefined ? {} : { 'content-type': encoded.type }),
    ...call.headers,
  }
  const init: RequestInit = { method: call.method, headers }
  if (encoded) init.body = encoded.body
  if (call.signal) init.signal = call.signal
  return { url, key: JSON.stringify([url, headers]), init, onProgress: call.onProgress }
}

async function trySeveralTimes(request: Prepared, options: TransportOptions): Promise<string> {
  // Only a GET is free of effects: after a lost answer nobody knows whether the rest has happened.
  const tries = request.init.method === 'GET' ? options.retries + 1 : 1
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await tryOnce(request, options.fetch)
    if ('text' in outcome) return outcome.text
    const { error, retryAfterMs } = outcome
    if (attempt >= tries || error.isAbort || !RETRIED.has(error.status)) throw error
    const pause = retryAfterMs ?? FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.5 + Math.random())
    if (pause > LONGEST_PAUSE_MS) throw error
    await sleep(pause, request)
  }
}

type Outcome = { text: string } | { error: ApiError; retryAfterMs?: number }

async function tryOnce(
  { url, init, onProgress }: Prepared,
  fetch: typeof globalThis.fetch,
): Promise<Outcome> {
  try {
    const answer = await (onProgress ? fetchWithProgress(fetch, { url, init, onProgress }) : fetch(url, init))
    const text = await answer.text()
    if (answer.ok) return { text }
    const error = errorFromAnswer(answer.status, text, url)
    const seconds = Number(answer.headers.get('retry-after') ?? Number.NaN)
    return Number.isFinite(seconds) ? { error, retryAfterMs: seconds * 1000 } : { error }
  } catch (cause) {
    return { error: errorFromFailure(cause, url, init.signal?.aborted ?? false) }
  }
}

function sleep(ms: number, { url, init }: Prepared): Promise<void> {
  const { signal } = init
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer)
      reject(errorFromFailure(signal?.reason, url, true))
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, ms)
    signal?.addEventListener('abort', stop, { once: true })
  })
}
