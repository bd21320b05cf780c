import { ApiError } from '../../base/error.ts'
import type { Settings } from '../../settings/settings.ts'
import type { AnsweredRequest } from '../answered-request.ts'
import { hideSecrets } from './hide-secrets.ts'
import { cutText, type LogEntry, logLevels } from './log-entry.ts'

const LONGEST_URL = 3000
const LONGEST_HEADER = 2000
const LONGEST_DETAILS = 4000
/** What an entry holds beside its texts. */
const OWN_SIZE = 300

/** What was taken of a request until it is written: an object that is alive for up to three seconds. */
export class RequestEntry implements LogEntry {
  readonly at: number
  readonly level: number
  readonly size: number
  readonly #method: string
  readonly #url: string
  readonly #status: number
  readonly #execTime: number
  readonly #referer: string
  readonly #userAgent: string
  readonly #auth: string
  readonly #authId: string | undefined
  readonly #userIP: string | undefined
  readonly #remoteIP: string | undefined
  readonly #meta: object | string | undefined
  readonly #error: unknown

  constructor(request: AnsweredRequest, { logIP, logAuthId }: Settings['logs'], now: number) {
    const { actor, error } = request
    this.at = now
    this.level = error === undefined ? logLevels.info : logLevels.error
    this.#method = request.method
    this.#url = request.url
    this.#status = request.status
    this.#execTime = request.duration
    this.#referer = request.header('referer') ?? ''
    this.#userAgent = request.header('user-agent') ?? ''
    this.#auth = actor.kind === 'guest' ? '' : actor.collectionName
    this.#authId = logAuthId && actor.kind !== 'guest' ? actor.id : undefined
    this.#userIP = logIP ? request.ip : undefined
    this.#remoteIP = logIP ? request.remoteIp : undefined
    this.#meta = request.meta && bounded(request.meta)
    this.#error = error
    const texts = this.#url.length + this.#referer.length + this.#userAgent.length
    this.size = OWN_SIZE + 2 * (texts + (this.#meta ? LONGEST_DETAILS : 0))
  }

  /** Message and keys of contract services.md §6.1. Bodies are never among them. */
  describe(): { readonly message: string; readonly data: string } {
    const data = JSON.stringify({
      type: 'request',
      execTime: Math.round(this.#execTime * 1000) / 1000,
      meta: this.#meta,
      ...(this.#error !== undefined && describeError(this.#error)),
      url: cutText(this.#url, LONGEST_URL),
      method: this.#method,
      status: this.#status,
      referer: cutText(this.#referer, LONGEST_HEADER),
      userAgent: cutText(this.#userAgent, LONGEST_HEADER),
      auth: this.#auth,
      authId: this.#authId,
      userIP: this.#userIP,
      remoteIP: this.#remoteIP,
    })
    const message = `${this.#method} ${cutText(decode(this.#url), LONGEST_URL)}`
    return { message: hideSecrets(message), data: hideSecrets(data) }
  }
}

/** What was thrown, and what lies behind it: callers only see the first of it, and not always that. */
function describeError(error: unknown): { readonly error: string; readonly details?: unknown } {
  const said = { error: textOf(error) }
  if (!(error instanceof Error)) return said
  if (error instanceof ApiError && Object.keys(error.data).length > 0)
    return { ...said, details: bounded(error.data) }
  return error.cause === undefined ? said : { ...said, details: textOf(error.cause) }
}

/** Problems by field, and what own code said, stay objects as long as they are small. */
function bounded(said: object): object | string {
  const text = JSON.stringify(said)
  return text.length > LONGEST_DETAILS ? cutText(text, LONGEST_DETAILS) : said
}

function textOf(thrown: unknown): string {
  return cutText(thrown instanceof Error ? thrown.message : String(thrown), LONGEST_DETAILS)
}

function decode(url: string): string {
  if (!url.includes('%')) return url
  try {
    return decodeURIComponent(url).toWellFormed()
  } catch {
    // Anybody may send an address that cannot be decoded: then it stands as it came.
    return url
  }
}
