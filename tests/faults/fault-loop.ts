import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { inspect } from './inspect.ts'
import { type ServerProcess, startServer, type ServerOptions } from './server-process.ts'
import { type Journal, startWriters } from './writers.ts'

/** How the server is started, and what stands between it and the writers. */
export interface Fault {
  readonly server: Omit<ServerOptions, 'dir'>
  /** Stands in front of the server, for controls; closed after the kill. */
  readonly proxy?: (target: string) => Promise<{ readonly url: string; close(): void }>
  /** What happens to the data dir between the kill and the next start. */
  readonly afterKill?: (dir: string) => void
}

export interface LoopOptions {
  readonly dir: string
  readonly rounds: number
  readonly writers: number
  /** Told once a round. */
  readonly report?: (line: string) => void
}

/** What a loop has found, over all its rounds. */
export interface LoopResult {
  readonly acknowledged: number
  /** Of these, how many are gone at the end, and how many were found torn. */
  readonly lost: number
  readonly torn: number
  /** The first complaint of `integrity_check`, or `ok`. */
  readonly integrity: string
  /** From the start of the process to the first 200, after each kill. */
  readonly readyMs: readonly number[]
}

/** When the kill comes, in milliseconds after the first writer began. */
const KILL_AFTER = { least: 50, most: 600 } as const

/**
 * Round after round: start the server, let the writers write, SIGKILL it at a random moment, start it again and
 * compare what is there with what was acknowledged in this and all earlier rounds.
 *
 * @example const { lost } = await runFaultLoop({ server: {} }, { dir, rounds: 10, writers: 32 })
 */
export async function runFaultLoop(fault: Fault, options: LoopOptions): Promise<LoopResult> {
  const { dir, rounds, report } = options
  const journal: Journal = new Map()
  const result = { torn: 0, lost: 0, integrity: 'ok', readyMs: [] as number[] }
  let server = await startServer({ ...fault.server, dir })
  try {
    for (let round = 1; round <= rounds; round += 1) {
      await killUnderLoad(server, fault, { writers: options.writers, journal })
      fault.afterKill?.(dir)
      server = await startServer({ ...fault.server, dir })
      const found = await inspect(server.url, { dir, journal })
      result.readyMs.push(server.readyMs)
      result.lost = found.lost
      result.torn = Math.max(result.torn, found.torn)
      if (result.integrity === 'ok') result.integrity = found.integrity
      report?.(
        `round ${round}: ${journal.size} acknowledged, ${found.stored} stored, ${found.lost} lost, ` +
          `integrity ${found.integrity}, healthy after ${Math.round(server.readyMs)} ms`,
      )
    }
  } finally {
    await server.kill()
  }
  return { acknowledged: journal.size, ...result }
}

async function killUnderLoad(
  server: ServerProcess,
  { proxy }: Fault,
  load: { writers: number; journal: Journal },
): Promise<void> {
  const between = await proxy?.(server.url)
  const before = load.journal.size
  const writers = startWriters(between?.url ?? server.url, { count: load.writers, journal: load.journal })
  // A kill before anything was acknowledged would prove nothing.
  while (load.journal.size === before) await sleep(1)
  await sleep(randomInt(KILL_AFTER.least, KILL_AFTER.most))
  await server.kill()
  between?.close()
  await writers.finished()
}
