import type { Clock } from '../base/clock.ts'
import type { Client } from './client.ts'
import type { Message } from './pipe.ts'
import { Turn } from './turn.ts'

export interface OutboxOptions {
  readonly clock: Clock
  /** How long sockets are written to in one turn of the loop, in ms. */
  readonly turn: number
  /** Bytes that a socket may leave unread. */
  readonly buffered: number
  /** It left more. */
  readonly onTooSlow: (client: Client) => void
}

/** Sockets that are written to before we look at the clock: a write takes about ten microseconds. */
const LOOK = 16

/**
 * Collects what has to be sent, and sends it once a turn: all messages of a socket in one write, and after a few
 * milliseconds of writing requests have their turn (measured: `performance.md` §6). What counts is time, not sockets: on a
 * busy machine a write takes several times as long.
 */
export class Outbox {
  readonly #options: OutboxOptions
  readonly #turn: Turn
  #queue: Client[] = []
  #isScheduled = false

  constructor(options: OutboxOptions) {
    this.#options = options
    this.#turn = new Turn(options.clock, options.turn)
  }

  /** Have a message sent behind all that were put before it. */
  put(client: Client, message: Message): void {
    if (!client.isOpen) return
    const { outbox } = client
    outbox.messages.push(message)
    if (outbox.isQueued) return
    outbox.isQueued = true
    this.#queue.push(client)
    this.#schedule()
  }

  /** Send what one client has waiting, now: before its socket is closed. */
  flush(client: Client): void {
    const { outbox, pipe } = client
    const { messages } = outbox
    if (!client.isOpen || messages.length === 0) return
    outbox.messages = []
    if (pipe.buffered > this.#options.buffered) return this.#options.onTooSlow(client)
    pipe.write(messages)
    for (const { size, seq } of messages) {
      outbox.written += size
      if (seq > outbox.seq) outbox.seq = seq
    }
  }

  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    setImmediate(() => this.#run())
  }

  #run(): void {
    this.#turn.begin()
    let done = 0
    for (const client of this.#queue) {
      client.outbox.isQueued = false
      this.flush(client)
      done++
      if (done % LOOK === 0 && this.#turn.isOver) break
    }
    this.#queue.splice(0, done)
    this.#isScheduled = false
    if (this.#queue.length > 0) this.#schedule()
  }
}
