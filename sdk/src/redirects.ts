import { ApiError, errorFromFailure } from './error.ts'
import type { Incoming } from './line.ts'
import { errorOfFrame, type LineAccess, type LinePart } from './line-part.ts'

/** A way to a provider and back, which ends on the connection that it began on. */
export interface Way {
  /** Shows the provider, which has to be handed the `state`: the name of the connection. */
  readonly setOut: (state: string) => Promise<void>
  readonly signal: AbortSignal | undefined
}

interface Waiting {
  readonly id: string
  readonly way: Way
  /** The connection, once somebody is at the provider. */
  state: string | undefined
  readonly arrive: (code: string) => void
  readonly fail: (error: unknown) => void
}

const TOPIC = '@oauth2'

/** Who comes back from a provider, told once on the line that the way began on (contract services.md §2.5). */
export class Redirects implements LinePart {
  readonly #line: LineAccess
  #connection = ''
  #count = 0
  #waiting: Waiting | undefined

  constructor(line: LineAccess) {
    this.#line = line
  }

  get size(): number {
    return this.#waiting ? 1 : 0
  }

  /**
   * Begins a way. One that is under way is given up: they could not be told apart.
   *
   * @returns the code that the provider has given
   */
  async begin(way: Way): Promise<string> {
    const { url } = this.#line
    this.#waiting?.fail(errorFromFailure(undefined, url, true))
    this.#count += 1
    const id = `o${this.#count}`
    let giveUp = (): void => undefined
    const code = new Promise<string>((arrive, fail) => {
      this.#waiting = { id, way, state: undefined, arrive, fail }
      giveUp = () => fail(errorFromFailure(way.signal?.reason, url, true))
    })
    way.signal?.addEventListener('abort', giveUp)
    if (way.signal?.aborted) giveUp()
    else if (this.#line.isOpen) this.opened()
    else this.#line.wake()
    try {
      return await code
    } finally {
      way.signal?.removeEventListener('abort', giveUp)
      if (this.#waiting?.id === id) this.#waiting = undefined
      this.#line.send({ type: 'unsubscribe', id: `-${id}`, sub: id })
      this.#line.rest()
    }
  }

  opened(): void {
    if (this.#waiting) this.#line.send({ type: 'subscribe', id: this.#waiting.id, topic: TOPIC })
  }

  signedIn(): void {
    // Who waits is told whoever is signed in.
  }

  closed(): void {
    // Whoever is at the provider comes back to a connection that is gone.
    if (this.#waiting?.state !== undefined) this.#waiting.fail(failure('The connection is gone.'))
  }

  hear(frame: Incoming): void {
    if (frame.type === 'hello') this.#connection = frame.connection
    const waiting = this.#waiting
    if (!waiting) return
    if (frame.type === 'ok' && frame.id === waiting.id) {
      waiting.state = this.#connection
      waiting.way.setOut(this.#connection).catch(waiting.fail)
    } else if (frame.type === 'message' && 'sub' in frame && frame.sub === waiting.id) {
      const { state, code, error }: { state?: unknown; code?: unknown; error?: unknown } = Object(frame.data)
      if (state === waiting.state && typeof code === 'string' && code !== '' && !error) waiting.arrive(code)
      else waiting.fail(failure('The provider has not let anybody in.', error))
    } else if (frame.type === 'error' && frame.id === waiting.id)
      waiting.fail(errorOfFrame(frame, this.#line.url))
  }
}

function failure(message: string, cause?: unknown): ApiError {
  return new ApiError({ status: 0, code: 'oauth2_failed', message, cause })
}
