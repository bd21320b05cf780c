import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** How a link can break: with an RST, in silence, or by becoming slow for a while. */
export const breaks = ['reset', 'freeze', 'slow'] as const
export type Break = (typeof breaks)[number]

/** How a slow link passes on what the server says: so many bytes at a time, for so long. */
const SLOW = { bytes: 2048, everyMs: 20, forMs: 800 }

/** A TCP proxy between one client and the server, which breaks when it is told to. */
export class BreakingLink {
  readonly #server: Server
  readonly #pairs = new Set<readonly [near: Socket, far: Socket]>()
  #slowUntil = 0

  private constructor(target: number) {
    this.#server = createServer((near) => this.#join(near, target))
  }

  /** Listen on a free port of the loopback. */
  static async open(target: number): Promise<BreakingLink> {
    const link = new BreakingLink(target)
    await new Promise<void>((resolve) => link.#server.listen(0, '127.0.0.1', resolve))
    return link
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}/api/realtime`
  }

  break(how: Break): void {
    if (how === 'slow') this.#slowUntil = performance.now() + SLOW.forMs
    for (const [near, far] of this.#pairs) {
      if (how === 'reset') for (const socket of [near, far]) socket.resetAndDestroy()
      // Nothing comes through any more, and nobody is told.
      if (how === 'freeze') for (const socket of [near, far]) socket.pause().removeAllListeners('data')
    }
  }

  close(): void {
    this.#server.close()
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy()
  }

  #join(near: Socket, target: number): void {
    const far = connect(target, '127.0.0.1')
    const pair = [near, far] as const
    this.#pairs.add(pair)
    near.on('data', (data) => far.write(data))
    far.on('data', (data) => void this.#passOn(data, near, far))
    for (const socket of pair) {
      // A link that breaks is what this is for.
      socket.on('error', () => undefined)
      socket.on('close', () => {
        this.#pairs.delete(pair)
        for (const each of pair) each.destroy()
      })
    }
  }

  async #passOn(data: Buffer, near: Socket, far: Socket): Promise<void> {
    if (performance.now() >= this.#slowUntil) {
      if (!near.write(data)) {
        far.pause()
        near.once('drain', () => far.resume())
      }
      return
    }
    far.pause()
    for (let at = 0; at < data.length; at += SLOW.bytes) {
      near.write(data.subarray(at, at + SLOW.bytes))
      await sleep(SLOW.everyMs)
    }
    far.resume()
  }
}
