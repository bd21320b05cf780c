import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { startChild } from '../../bench/child.ts'
import { p99Of, probeHealth } from './probe-health.ts'
import { startServer } from './server-process.ts'

export interface SlowSocketsOptions {
  readonly dir: string
  /** Clients that send a byte of their headers every so many ms, and come back when they are cut. */
  readonly sockets: number
  readonly everyMs: number
  /** How long they stay once all of them have come. */
  readonly stayMs: number
  /** How long the health is looked at before, in ms. */
  readonly aloneMs: number
  /** How long the health may take at p99, in ms, whatever it took before; 100 when nothing is said. */
  readonly mostP99Ms?: number
  /** A module that the server loads first: the fault that a control plants. */
  readonly plant?: URL
}

export interface SlowSocketsResult {
  /** How many connections were let in, and for how long the longest of those that were cut was, in ms. */
  readonly entered: number
  readonly cut: number
  readonly longestMs: number
  /** Of `/api/health` meanwhile, and before, in ms. */
  readonly p99: number
  readonly aloneP99: number
  readonly slowest: number
  readonly faults: readonly string[]
}

const MOST_P99_MS = 100
/** On a machine that has more to do the health takes its time even when nobody else is there. */
const MOST_TIMES_ALONE = 4
/** Headers may take 10 s, and the machine may be busy. */
const CUT_WITHIN_MS = 13_000

const crowded = z.object({ entered: z.number(), cut: z.number(), longestMs: z.number(), open: z.number() })

/**
 * Let thousands of clients hold a connection each by sending the head of a request very slowly. Others must be answered
 * in time meanwhile, and the slow ones must be cut.
 *
 * @example const { faults } = await runSlowSockets({ dir, sockets: 5000, everyMs: 10_000, stayMs: 30_000, aloneMs: 3000 })
 */
export async function runSlowSockets(options: SlowSocketsOptions): Promise<SlowSocketsResult> {
  const { dir, sockets, everyMs, stayMs, aloneMs, plant } = options
  const server = await startServer({ dir, nodeFlags: plant ? ['--import', plant.href] : [] })
  const crowd = startChild(new URL('./crowd-child.ts', import.meta.url), [])
  try {
    const stopFirst = await probeHealth(server.url)
    await sleep(aloneMs)
    const alone = await stopFirst()
    const stopProbe = await probeHealth(server.url)
    await crowd.ask({ url: server.url, sockets, everyMs })
    await sleep(stayMs)
    const times = await stopProbe()
    const seen = crowded.parse(await crowd.ask({ url: server.url, sockets: 0, everyMs }))
    const figures = { ...seen, p99: p99Of(times), aloneP99: p99Of(alone), slowest: Math.max(...times) }
    return { ...figures, faults: faultsOf(figures, options) }
  } finally {
    await crowd.end()
    await server.kill()
  }
}

function faultsOf(
  { cut, longestMs, entered, p99, aloneP99 }: Omit<SlowSocketsResult, 'faults'>,
  { sockets, stayMs, mostP99Ms = MOST_P99_MS }: SlowSocketsOptions,
): string[] {
  const faults: string[] = []
  if (entered < sockets) faults.push(`only ${entered} of ${sockets} were let in`)
  if (longestMs > CUT_WITHIN_MS) faults.push(`one was held for ${(longestMs / 1000).toFixed(0)} s`)
  if (stayMs > CUT_WITHIN_MS && cut < sockets) faults.push(`only ${cut} of ${sockets} slow clients were cut`)
  if (!(p99 <= Math.max(mostP99Ms, aloneP99 * MOST_TIMES_ALONE)))
    faults.push(`health took ${p99.toFixed(0)} ms at p99, ${aloneP99.toFixed(0)} before`)
  return faults
}
