import { WebSocket } from 'ws'
import { z } from 'zod'

const frames = z.looseObject({
  type: z.string(),
  seq: z.number().optional(),
  record: z.looseObject({ id: z.string() }).optional(),
})

/** A socket that stays while others come and go, and takes down of which records it hears. */
export class Survivor {
  /** What must not happen: an event out of order or twice, a gap, an error, an end. */
  readonly faults: string[] = []
  readonly heard: Set<string> = new Set()
  readonly #socket: WebSocket
  #answers = 0
  #last = 0

  /** Speaks for nobody without a token. */
  constructor(url: string, token: string | undefined) {
    const asked = [
      ...(token === undefined ? [] : [{ type: 'auth', token }]),
      { type: 'subscribe', topic: 'notes/*' },
      { type: 'subscribe', topic: 'orders/*' },
    ]
    this.#socket = new WebSocket(`${url.replace('http', 'ws')}/api/realtime`, 'dapur.v1')
    this.#answers -= asked.length
    this.#socket.on('open', () => {
      for (const [id, frame] of asked.entries()) this.#socket.send(JSON.stringify({ ...frame, id }))
    })
    this.#socket.on('message', (data) => this.#hear(frames.parse(JSON.parse((data as Buffer).toString()))))
    this.#socket.on('error', (error) => this.faults.push(String(error)))
    this.#socket.on('close', (code) => this.faults.push(`it was closed with ${code}`))
  }

  get isListening(): boolean {
    return this.#answers === 0
  }

  stop(): void {
    this.#socket.removeAllListeners('close')
    this.#socket.terminate()
  }

  #hear({ type, seq = 0, record }: z.infer<typeof frames>): void {
    if (type === 'ok') this.#answers += 1
    else if (type === 'event' && record) {
      if (seq <= this.#last) this.faults.push(`${seq} came after ${this.#last}`)
      if (this.heard.has(record.id)) this.faults.push(`${record.id} came twice`)
      this.#last = seq
      this.heard.add(record.id)
    } else if (type !== 'hello') this.faults.push(`it was told ${type}`)
  }
}
