import { setTimeout as sleep } from 'node:timers/promises'
import { collectGarbage } from './collect-garbage.ts'

/** What a process holds on to, and what the system lent it for that, in bytes. */
interface Held {
  /** The heap and what lies beside it: live objects and buffers, however V8 and malloc came to their pages. */
  readonly held: number
  readonly rss: number
}

/**
 * What is held on to once everything has gone that may go: buffers of a socket go in a later turn than the socket.
 *
 * @example const { held } = await memoryHeld()
 */
export async function memoryHeld(): Promise<Held> {
  for (let time = 0; time < 4; time++) {
    collectGarbage()
    await sleep(50)
  }
  collectGarbage()
  const { heapUsed, external, rss } = process.memoryUsage()
  return { held: heapUsed + external, rss }
}
