import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** What a process holds on to, once its garbage is collected. */
export interface Held {
  /** Of its heap and its buffers. */
  readonly bytes: number
  /** Objects that stand for a socket or a request. */
  readonly sockets: number
}

/** Tells what a server in a process of its own holds on to. */
export interface HeapTeller {
  /** For `startServer`: what it has to load first. */
  readonly nodeFlags: readonly string[]
  ask(pid: number): Promise<Held>
}

const WITHIN_MS = 20_000

/**
 * Prepare to look into one server.
 *
 * @param dir where the answers are written to
 * @example
 * const heap = heapOf(dir)
 * const server = await startServer({ dir, nodeFlags: heap.nodeFlags })
 * const { bytes } = await heap.ask(server.pid)
 */
export function heapOf(dir: string): HeapTeller {
  const file = join(dir, 'held.txt')
  const teller = new URL('./heap-teller.ts', import.meta.url)
  teller.searchParams.set('file', file)
  let asked = 0
  return {
    nodeFlags: ['--import', teller.href],
    async ask(pid) {
      asked += 1
      process.kill(pid, 'SIGUSR2')
      for (const until = performance.now() + WITHIN_MS; performance.now() < until; await sleep(10)) {
        const [which, bytes, sockets] = existsSync(file) ? readFileSync(file, 'utf8').split(' ') : []
        if (Number(which) === asked) return { bytes: Number(bytes), sockets: Number(sockets) }
      }
      throw new Error('The server did not tell what it holds.')
    },
  }
}
