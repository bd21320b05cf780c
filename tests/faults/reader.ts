import type { Socket } from 'node:net'
import { WebSocket } from 'ws'
import { z } from 'zod'

const frames = z.looseObject({
  type: z.string(),
  epoch: z.string().optional(),
  seq: z.number().optional(),
  record: z.looseObject({ id: z.string(), at: z.string() }).optional(),
})

/** One byte every so many ms. */
const DRIP_MS = 5

/** A client of `notes/*` that comes back where it was, and may stop reading. */
export class Reader {
  /** What it has heard of, in the order in which it came. */
  readonly ids: string[] = []
  /** How old the events were when they came, in ms. */
  ages: number[] = []
  /** The close code, once it is closed. */
  closed: number | undefined
  isReady = false
  readonly #url: string
  readonly #fields: string
  #socket: WebSocket | undefined
  #wire: Socket | undefined
  #dripping: NodeJS.Timeout | undefined
  #since: { epoch: string; seq: number } | undefined
  #epoch = ''

  constructor(url: string, fields: string) {
    this.#url = url
    this.#fields = fields
  }

  connect(): void {
    this.closed = undefined
    this.isReady = false
    const socket = new WebSocket(`${this.#url.replace('http', 'ws')}/api/realtime`, 'dapur.v1', {
      perMessageDeflate: false,
    })
    this.#socket = socket
    socket.on('message', (data: Buffer) => this.#hear(socket, data.toString()))
    socket.on('upgrade', (response) => (this.#wire = response.socket))
    // A close follows.
    socket.on('error', () => undefined)
    socket.on('close', (code) => {
      clearInterval(this.#dripping)
      this.closed = code
    })
  }

  /** Read no more. */
  pause(): void {
    this.#socket?.pause()
  }

  /** Read one byte at a time: never nothing, and never enough. */
  drip(): void {
    this.#socket?.pause()
    const wire = this.#wire
    this.#dripping = setInterval(() => wire?.read(1), DRIP_MS)
  }

  resume(): void {
    clearInterval(this.#dripping)
    this.#socket?.resume()
  }

  stop(): void {
    clearInterval(this.#dripping)
    this.#socket?.terminate()
  }

  #hear(socket: WebSocket, text: string): void {
    const { type, epoch, seq, record } = frames.parse(JSON.parse(text))
    if (type === 'hello') {
      this.#epoch = epoch ?? ''
      const wish = { topic: 'notes/*', fields: this.#fields, since: this.#since }
      socket.send(JSON.stringify({ type: 'subscribe', id: 1, ...wish }))
    } else if (type === 'event' && record && seq !== undefined) {
      this.ids.push(record.id)
      this.ages.push(Number(process.hrtime.bigint() - BigInt(record.at)) / 1e6)
      this.#since = { epoch: this.#epoch, seq }
    } else if (type === 'caughtUp' || (type === 'ok' && !this.#since)) {
      this.#since = { epoch: this.#epoch, seq: seq ?? 0 }
      this.isReady = true
    } else if (type === 'gap') this.ids.push('a gap')
  }
}
