import type { Client } from './client.ts'
import type { Message } from './pipe.ts'

export interface OutboxOptions {
  /** Sockets that are written to in one turn. */
  readonly slice: number
  /** Bytes that a socket may leave unread. */
  readonly buffered: number
  /** It left more. */
  readonly onTooSlow: (client: Client) => void
}

/**
 * Collects what has to be sent, and sends it once a turn: all messages of a socket in one write, 500 sockets a turn,
 * so that HTTP has its turns in between (measured: `performance.md` §6).
 */
export class Outbox {
  readonly #options: OutboxOptions
  #queue: Client[] = []
  #isScheduled = false

  constructor(options: OutboxOptions) {
    this.#options = options
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
    const slice = this.#queue.splice(0, this.#options.slice)
    for (const client of slice) {
      client.outbox.isQueued = false
      this.flush(client)
    }
    this.#isScheduled = false
    if (this.#queue.length > 0) this.#schedule()
  }
}
