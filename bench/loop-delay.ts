import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** Watches from inside of a server how long its event loop is held up. */
export interface LoopDelay {
  /** Makes Node load the meter before anything else. */
  readonly nodeFlags: readonly string[]
  /** Count while this goes on in the server with this process id. */
  during<T>(pid: number, work: () => Promise<T>): Promise<T>
  /** The delay in ms that 99 of 100 turns stayed under, of all that was counted. */
  read(): number
  remove(): void
}

/**
 * Prepares a meter for a server that is not started yet.
 *
 * @example const meter = loopDelay(); await startServer({ dir, nodeFlags: meter.nodeFlags })
 */
export function loopDelay(): LoopDelay {
  const folder = mkdtempSync(join(tmpdir(), 'dapur-loop-delay-'))
  const file = join(folder, 'p99')
  const meter = new URL('./loop-delay-meter.ts', import.meta.url)
  meter.searchParams.set('file', file)
  let signals = 0
  const toggle = async (pid: number): Promise<void> => {
    signals += 1
    process.kill(pid, 'SIGUSR2')
    const until = performance.now() + PATIENCE_MS
    while (readMeter(file).signals < signals) {
      if (performance.now() > until) throw new Error('The meter of the event loop does not answer.')
      await sleep(1)
    }
  }
  return {
    nodeFlags: [`--import=${meter.href}`],
    async during(pid, work) {
      await toggle(pid)
      const result = await work()
      await toggle(pid)
      return result
    },
    read: () => readMeter(file).p99,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

const PATIENCE_MS = 10_000

function readMeter(file: string): { readonly signals: number; readonly p99: number } {
  try {
    const [signals = 0, p99 = Number.NaN] = readFileSync(file, 'utf8').split(' ').map(Number)
    return { signals, p99 }
  } catch {
    // Not written yet.
    return { signals: 0, p99: Number.NaN }
  }
}
