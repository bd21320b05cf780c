import { WebSocket } from 'ws'
import { Bookmark } from '../../sdk/src/bookmark.ts'

/** What a follower does wrong on purpose, so that a loop can be seen to find it. */
export type Plant = 'no cursor' | 'no rules'

export interface FollowerOptions {
  readonly url: string
  /** Whom it speaks for; a guest without. */
  readonly token?: string | undefined
  /** Another token for each time it comes back: as if rules were passed over in a replay. */
  readonly tokenAfterCut?: string | undefined
  readonly plant?: Plant | undefined
}

// oxlint-disable-next-line no-explicit-any -- frames of a protocol that is tested elsewhere
type Frame = any

/** Pings without a word in between, after which a line is dead: counted, for a busy process hears late. */
const MOST_SILENT = 5
const PING_MS = 300

/** A client of the topic `notes/*` that comes back after every cut and keeps what it is told. */
export class Follower {
  /** The records that it has, by id. */
  readonly held: Map<string, Frame> = new Map()
  /** What must not happen: a change out of order, or twice. */
  readonly faults: string[] = []
  gaps = 0
  cuts = 0
  events = 0
  readonly #options: FollowerOptions
  readonly #bookmark = new Bookmark()
  #socket: WebSocket | undefined
  #epoch = ''
  #lastSeq = 0
  #silent = 0
  #isStopped = false
  readonly #pulse: NodeJS.Timeout

  constructor(options: FollowerOptions) {
    this.#options = options
    this.#pulse = setInterval(() => this.#ping(), PING_MS)
    this.#connect()
  }

  get isListening(): boolean {
    return this.#bookmark.since !== undefined && !this.#bookmark.isCatchingUp
  }

  stop(): void {
    this.#isStopped = true
    clearInterval(this.#pulse)
    this.#socket?.terminate()
  }

  #connect(): void {
    const socket = new WebSocket(this.#options.url, 'dapur.v1', { perMessageDeflate: false })
    this.#socket = socket
    this.#silent = 0
    socket.on('message', (data) => {
      if (this.#socket !== socket) return
      this.#silent = 0
      this.#hear(JSON.parse((data as Buffer).toString()))
    })
    // A close follows.
    socket.on('error', () => undefined)
    socket.on('close', () => this.#comeBack(socket))
  }

  #comeBack(socket: WebSocket): void {
    if (this.#socket !== socket || this.#isStopped) return
    this.#socket = undefined
    this.cuts++
    setTimeout(
      () => {
        if (!this.#isStopped) this.#connect()
      },
      20 + Math.random() * 80,
    )
  }

  #ping(): void {
    const socket = this.#socket
    if (!socket) return
    this.#silent++
    if (this.#silent > MOST_SILENT) {
      socket.terminate()
      this.#comeBack(socket)
    } else if (socket.readyState === WebSocket.OPEN) this.#send({ type: 'ping' })
  }

  #send(frame: object): void {
    this.#socket?.send(JSON.stringify(frame))
  }

  #hear(frame: Frame): void {
    switch (frame.type) {
      case 'hello':
        return this.#subscribe(frame.epoch)
      case 'ok':
        if (frame.id === 's') this.#bookmark.confirm(this.#epoch, frame.seq)
        return
      case 'caughtUp':
        return this.#bookmark.catchUp(this.#epoch, frame.seq)
      case 'gap':
        this.gaps++
        return
      case 'event':
        return this.#apply(frame)
    }
  }

  #subscribe(epoch: string): void {
    const { token, tokenAfterCut, plant } = this.#options
    this.#epoch = epoch
    const now = this.cuts > 0 && tokenAfterCut !== undefined ? tokenAfterCut : token
    if (now !== undefined) this.#send({ type: 'auth', id: 'a', token: now })
    if (plant !== 'no cursor') this.#bookmark.ask()
    const since = plant === 'no cursor' ? undefined : this.#bookmark.since
    this.#send({ type: 'subscribe', id: 's', topic: 'notes/*', since })
  }

  #apply({ seq, action, record }: Frame): void {
    this.events++
    if (seq <= this.#lastSeq) this.faults.push(`${action} ${seq} came after ${this.#lastSeq}`)
    this.#lastSeq = seq
    this.#bookmark.hear(seq)
    if (action === 'delete' || action === 'leave') this.held.delete(record.id)
    else this.held.set(record.id, record)
  }
}
