import { WebSocket } from 'ws'
import { z } from 'zod'

const frames = z.looseObject({
  type: z.string(),
  epoch: z.string().optional(),
  seq: z.number().optional(),
  record: z.looseObject({ id: z.string(), at: z.string() }).optional(),
})

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
    // A close follows.
    socket.on('error', () => undefined)
    socket.on('close', (code) => (this.closed = code))
  }

  /** Read no more. */
  pause(): void {
    this.#socket?.pause()
  }

  resume(): void {
    this.#socket?.resume()
  }

  stop(): void {
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
