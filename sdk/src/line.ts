import type {
  ChangeFrame,
  ClientFrame,
  MessageFrame,
  ServerFrame,
  SnapshotFrame,
  StepFrame,
} from './frames.ts'

/** What we need of a WebSocket: the browser's, Node's and that of the package `ws` all have it. */
export interface SocketLike {
  send(text: string): void
  close(code?: number): void
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void
  addEventListener(type: 'close' | 'error', listener: () => void): void
}

/** How a socket is made. */
export type SocketMaker = new (url: string, protocol: string) => SocketLike

/** `waiting` is the pause before the next try. */
export type ConnectionState = 'closed' | 'connecting' | 'open' | 'waiting'

/** A frame from the server. Which fields a record has is said by the schema of the client: here it is any. */
export type Incoming =
  | Exclude<ServerFrame, ChangeFrame | SnapshotFrame | StepFrame | MessageFrame>
  | ChangeFrame<never>
  | SnapshotFrame<never>
  | StepFrame<never>
  | MessageFrame<never>

interface LineOptions {
  /** Connects; told how often in a row it has failed. */
  dial: (failures: number) => SocketLike
  onFrame: (frame: Incoming) => void
  onState: (state: ConnectionState) => void
}

const FIRST_PAUSE_MS = 400
const LONGEST_PAUSE_MS = 30_000
/** Where nobody says that a connection is refused, such as behind a proxy that swallows it. */
const LONGEST_SILENCE_MS = 15_000

/** The line to `/api/realtime`, which comes back by itself. It is open once the server has said `hello`. */
export class Line {
  readonly #options: LineOptions
  #socket: SocketLike | undefined
  #isOpen = false
  #failures = 0
  #pause: ReturnType<typeof setTimeout> | undefined
  #pulse: Pulse | undefined

  constructor(options: LineOptions) {
    this.#options = options
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  /** Connects, unless it does already. */
  start(): void {
    if (!this.#socket && this.#pause === undefined) this.#connect()
  }

  stop(): void {
    clearTimeout(this.#pause)
    this.#pause = undefined
    this.#failures = 0
    const socket = this.#socket
    this.#drop()
    socket?.close(1000)
    this.#options.onState('closed')
  }

  /** Says it now; what is said while there is no connection is lost. */
  send(frame: ClientFrame): void {
    if (this.#isOpen) this.#socket?.send(JSON.stringify(frame))
  }

  #connect(): void {
    const { dial, onState } = this.#options
    onState('connecting')
    const socket = dial(this.#failures)
    this.#socket = socket
    this.#pause = setTimeout(() => this.#giveUp(), LONGEST_SILENCE_MS)
    socket.addEventListener('message', ({ data }) => {
      if (this.#socket === socket) this.#hear(data)
    })
    // An error is always followed by a close, but a listener keeps `ws` from throwing it.
    socket.addEventListener('error', () => undefined)
    socket.addEventListener('close', () => {
      if (this.#socket === socket) this.#comeBack()
    })
  }

  #hear(data: unknown): void {
    const frame = parseFrame(data)
    if (!frame) return
    this.#pulse?.heard()
    if (frame.type === 'hello') this.#open(frame.heartbeat)
    this.#options.onFrame(frame)
  }

  #open(heartbeat: number): void {
    clearTimeout(this.#pause)
    this.#pause = undefined
    this.#failures = 0
    this.#isOpen = true
    const ping = (): void => this.send({ type: 'ping' })
    this.#pulse = startPulse(heartbeat, ping, () => this.#giveUp())
    this.#options.onState('open')
  }

  /** A dead network never says that it closes. */
  #giveUp(): void {
    const socket = this.#socket
    this.#comeBack()
    socket?.close()
  }

  #comeBack(): void {
    clearTimeout(this.#pause)
    this.#drop()
    const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#failures)
    this.#failures += 1
    // Half of the pause by chance, so that a thousand clients do not come back at once.
    this.#pause = setTimeout(() => this.#connect(), longest * (0.5 + Math.random() / 2))
    this.#options.onState('waiting')
  }

  #drop(): void {
    this.#pulse?.stop()
    this.#pulse = undefined
    this.#isOpen = false
    this.#socket = undefined
  }
}

interface Pulse {
  heard(): void
  stop(): void
}

/** Pings once a heartbeat; two of them without a word from the other side, and it is dead. */
function startPulse(seconds: number, ping: () => void, die: () => void): Pulse {
  let silent = 0
  const timer = setInterval(() => {
    silent += 1
    if (silent > 2) die()
    else ping()
  }, seconds * 1000)
  return {
    heard: () => {
      silent = 0
    },
    stop: () => clearInterval(timer),
  }
}

/** Whatever is no frame is left alone: a newer server may say more than we know. */
function parseFrame(data: unknown): Incoming | undefined {
  if (typeof data !== 'string') return undefined
  const frame: unknown = JSON.parse(data)
  return isFrame(frame) ? frame : undefined
}

function isFrame(value: unknown): value is Incoming {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}
