import type { SocketLike } from './line.ts'
import type { StreamSocket } from './stream-socket.ts'

/** An event stream in the place of a socket. What speaks it is loaded only where it is needed. */
export class LateStream implements SocketLike {
  readonly #stream: Promise<StreamSocket>

  constructor(url: string, fetch: typeof globalThis.fetch) {
    this.#stream = import('./stream-socket.ts').then(({ StreamSocket }) => new StreamSocket(url, fetch))
  }

  addEventListener(type: 'message' | 'close' | 'error', listener: (event: { data: unknown }) => void): void {
    this.#tell(
      (stream) => stream.addEventListener(type, listener),
      () => type === 'close' && listener({ data: undefined }),
    )
  }

  send(text: string): void {
    this.#tell((stream) => stream.send(text))
  }

  close(): void {
    this.#tell((stream) => stream.close())
  }

  /** Where it could not be loaded, the network is gone: who listens for the end hears of it, nobody else needs to. */
  #tell(say: (stream: StreamSocket) => void, fail: () => unknown = () => undefined): void {
    this.#stream.then(say, fail)
  }
}
