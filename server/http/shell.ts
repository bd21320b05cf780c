import { Hono } from 'hono'
import { apiError } from '../base/error.ts'
import type { Ending } from '../realtime/limits.ts'
import type { Direct } from './direct.ts'
import { envelope } from './envelope.ts'
import type { HttpHouse } from './house.ts'
import { header, type HttpApp, responder } from './respond.ts'
import type { RealtimeDoor } from './routes/realtime.ts'
import { stopReading } from './stop-reading.ts'

/** A house with its doors, as one opening of the data gives it. */
export interface Inside {
  readonly house: HttpHouse
  readonly fetch: HttpApp['fetch']
  /** What `fetch` answers, sooner; undefined for what has to go there. */
  readonly direct: Direct
  readonly realtime: RealtimeDoor
  /** Finish what was started, and close the data. */
  close(ending: Ending): Promise<void>
}

type Door = HttpApp['fetch']

/** What happens to the data while nobody uses it. */
export interface Exchanging {
  /** Put other data in the place of what is there. */
  readonly swap: () => Promise<void> | void
  /** Put the first data back, if they are not there: the others could not be opened. May be called again. */
  readonly revert: () => Promise<void> | void
}

/** What stays the same from outside while the inside is exchanged. */
export interface Shell extends Omit<Inside, 'close'> {
  /**
   * Close the data, exchange them, and open them again. Requests that come meanwhile get 503, sockets are closed with
   * 1012, streams are ended. When the new data cannot be opened, the old ones are opened again.
   *
   * Errors: what the exchange or the first opening throws; the old data are open then.
   */
  reopen(exchanging: Exchanging): Promise<void>
  close(): Promise<void>
}

export interface ShellOptions {
  /** Aborted when the process is to end: nothing is exchanged any more, and nothing opened again. */
  readonly signal: AbortSignal
  readonly open: () => Promise<Inside>
  readonly origins: readonly string[]
}

/** How long requests that were started have, in ms, before the data are closed under them. */
const DRAIN_MS = 5000
/** Seconds after which a request that was turned away may come again. */
const RETRY_AFTER = '1'
const AGAIN_MS = 1000

/**
 * Open the inside, and keep what is seen of it from outside the same for as long as the process lives.
 *
 * @example const shell = await openShell({ open: () => openInside(options), origins: ['*'], signal })
 */
export async function openShell(options: ShellOptions): Promise<Shell> {
  return new LiveShell(options, await options.open())
}

class LiveShell implements Shell {
  readonly #open: ShellOptions['open']
  readonly #signal: AbortSignal
  readonly #closed: Door
  readonly #underWay = counter()
  #inside: Inside
  /** Who answers now. */
  #door: Door
  #reopening: Promise<unknown> = Promise.resolve()

  constructor({ open, origins, signal }: ShellOptions, inside: Inside) {
    this.#open = open
    this.#signal = signal
    this.#inside = inside
    this.#door = inside.fetch
    this.#closed = closedDoor(origins, () => this.house)
  }

  get house(): HttpHouse {
    return this.#inside.house
  }

  readonly fetch: Door = (request, env, context) => {
    const answer = this.#door(request, env, context)
    if (answer instanceof Promise) this.#underWay.add(answer)
    return answer
  }

  readonly direct: Direct = (incoming) => {
    if (this.#door === this.#closed) return undefined
    const answer = this.#inside.direct(incoming)
    if (answer instanceof Promise) this.#underWay.add(answer)
    return answer
  }

  /** While the data are exchanged this is the old door, which lets in and closes with 1012 at once. */
  readonly realtime: RealtimeDoor = {
    wants: (request) => this.#inside.realtime.wants(request),
    upgrade: (request, socket, head) => this.#inside.realtime.upgrade(request, socket, head),
    close: (ending) => this.#inside.realtime.close(ending),
  }

  reopen(exchanging: Exchanging): Promise<void> {
    const done = this.#exchange(exchanging)
    this.#reopening = done.catch(() => undefined)
    return done
  }

  async close(): Promise<void> {
    await this.#reopening
    await this.#inside.close('stopping')
  }

  async #exchange({ swap, revert }: Exchanging): Promise<void> {
    this.#signal.throwIfAborted()
    this.#door = this.#closed
    await this.#underWay.none(DRAIN_MS)
    await this.#inside.close('restarting')
    try {
      await swap()
      this.#inside = await this.#open()
    } catch (error) {
      await this.#goBack(revert)
      throw error
    } finally {
      this.#door = this.#inside.fetch
    }
  }

  /** There is nobody else who could start it: it is tried until it works or the process is to end. */
  async #goBack(revert: Exchanging['revert']): Promise<void> {
    while (!this.#signal.aborted) {
      try {
        await revert()
        this.#inside = await this.#open()
        return
      } catch (error) {
        this.house.log.error({ err: error }, 'the data cannot be opened; it is tried again')
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
      }
    }
  }
}

/** Every request is turned away, readably for browsers of all allowed origins. */
function closedDoor(origins: readonly string[], house: () => HttpHouse): Door {
  const respond = responder(origins)
  const app: HttpApp = new Hono()
  app.options('*', (exchange) => respond.preflight(exchange))
  app.all('*', (exchange) => {
    const { storage, log } = house()
    const { status, body } = envelope(apiError('house_restoring', {}), storage.sql, log)
    stopReading(exchange, Number(header(exchange, 'content-length') ?? Infinity))
    const headers = { ...respond.headers(exchange), 'content-type': 'application/json' }
    return new Response(`${body}\n`, { status, headers: { ...headers, 'retry-after': RETRY_AFTER } })
  })
  return app.fetch
}

interface Counter {
  add(work: Promise<unknown>): void
  /** Resolves when nothing is under way any more, at the latest after `ms`. */
  none(ms: number): Promise<void>
}

/** Counts answers that are late; the others are over before anybody could ask. */
function counter(): Counter {
  let count = 0
  let tell: (() => void) | undefined
  const over = (): void => {
    count--
    if (count === 0) tell?.()
  }
  return {
    add(work) {
      count++
      work.then(over, over)
    },
    async none(ms) {
      if (count === 0) return
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms)
        tell = () => {
          clearTimeout(timer)
          resolve()
        }
      })
      tell = undefined
    },
  }
}
