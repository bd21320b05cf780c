import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { type Child, startChild } from '../../bench/child.ts'
import { Reader } from './reader.ts'

export interface SlowOptions {
  readonly clients: number
  /** Of them, as many stop reading. */
  readonly slow: number
  readonly perSecond: number
  /** Changes of each round without slow readers, and most that are made beside them. */
  readonly changes: number
  readonly bytes: number
  readonly rounds: number
  /** What a loop has to find: nobody is closed, all that is sent is kept, or the loop stands still beside slow ones. */
  readonly plant?: 'no cap' | 'keep' | 'block'
}

export interface SlowResult {
  /** Ages of events at the quick ones, in ms: 95 and 99 of 100 are younger. */
  readonly alone: Latency
  readonly beside: Latency
  /** Most that waited in the server at one time, in MiB. */
  readonly mostMiB: number
  /** What the server holds on to, and its RSS, in MiB: how much more after the last round than after the second. */
  readonly keptMiB: number
  readonly grownMiB: number
  /** A line for everything that must not be. */
  readonly faults: readonly string[]
}

export interface Latency {
  readonly p95: number
  readonly p99: number
}

const MiB = 1024 * 1024
/** What a socket may leave unread, and a write on top of it. */
const CAP_MIB = 1.5
const MOST_KEPT_MIB = 4
/** The first round is what makes malloc and V8 take their pages; later ones are to find them there. */
const MOST_GROWN_MIB = 32
const SETTLED_AFTER = 2
const BLOCK_MS = 250
/** Neighbours make each figure swing. */
const MOST_SLOWER = { times: 3, ms: 30 }
const WITHIN_MS = 120_000
/** A socket that takes no good-bye is cut after 10 s. */
const CLOSED_WITHIN_MS = 20_000

const opened = z.object({ url: z.string() })
const wrote = z.object({ most: z.number() })
const state = z.object({ sockets: z.number(), held: z.number(), rss: z.number() })
type State = z.infer<typeof state>

/**
 * Some of many clients stop reading while records are written: they have to be closed, the others must not notice,
 * memory has to come back, and so have they, without having missed anything.
 *
 * @example const { faults } = await runSlow({ clients: 60, slow: 6, perSecond: 100, changes: 150, bytes: 65_536, rounds: 1 })
 */
export async function runSlow(options: SlowOptions): Promise<SlowResult> {
  const server = startChild(new URL('./slow-server-child.ts', import.meta.url), [])
  const readers: Reader[] = []
  try {
    const { url } = opened.parse(await server.ask({ type: 'open', plant: options.plant }))
    const join = async (count: number, fields: string): Promise<Reader[]> => {
      const made = Array.from({ length: count }, () => new Reader(url, fields))
      readers.push(...made)
      await connectAll(made)
      return made
    }
    const quick = await join(options.clients - options.slow, 'id,at')
    const slow = await join(options.slow, '')
    return await runRounds(server, options, { quick, slow })
  } finally {
    for (const reader of readers) reader.stop()
    await server.end()
  }
}

interface Crowd {
  readonly quick: readonly Reader[]
  readonly slow: readonly Reader[]
}

async function runRounds(server: Child, options: SlowOptions, crowd: Crowd): Promise<SlowResult> {
  const { quick, slow } = crowd
  const write = async (count: number, blockMs = 0): Promise<number> =>
    wrote.parse(await server.ask({ type: 'write', ...options, count, blockMs })).most
  const look = async (): Promise<State> => state.parse(await server.ask({ type: 'read' }))
  const faults: string[] = []
  const ages = { alone: [] as number[], beside: [] as number[] }
  await write(options.changes)
  const memory: State[] = []
  let most = 0
  for (let round = 0; round < options.rounds; round++) {
    takeAges(quick)
    await write(options.changes)
    for (const age of takeAges(quick)) ages.alone.push(age)
    for (const [place, reader] of slow.entries())
      if (place % 2 === 0) reader.pause()
      else reader.drip()
    most = Math.max(most, await write(options.changes * 2, options.plant === 'block' ? BLOCK_MS : 0))
    for (const age of takeAges(quick)) ages.beside.push(age)
    const { sockets } = await look()
    if (sockets > quick.length) faults.push(`${sockets - quick.length} slow readers are not closed`)
    // This control has shown what it can, and nobody of it comes back.
    if (options.plant === 'no cap') break
    faults.push(...(await comeBack(slow)))
    memory.push(await look())
  }
  if (options.plant !== 'no cap') faults.push(...(await missedBy(crowd, write)))
  const [alone, beside] = [latencyOf(ages.alone), latencyOf(ages.beside)]
  const figures = { alone, beside, mostMiB: most / MiB, ...growthOf(memory) }
  return { ...figures, faults: [...faults, ...faultsOf(figures, options)] }
}

/** Nothing where there are too few rounds to tell. */
function growthOf(memory: readonly State[]): Pick<SlowResult, 'keptMiB' | 'grownMiB'> {
  const [from, to] = [memory[SETTLED_AFTER - 1], memory.at(-1)]
  if (!from || !to) return { keptMiB: 0, grownMiB: 0 }
  return { keptMiB: (to.held - from.held) / MiB, grownMiB: (to.rss - from.rss) / MiB }
}

function takeAges(readers: readonly Reader[]): number[] {
  return readers.flatMap((reader) => reader.ages.splice(0))
}

/** They read what was sent before the end, and go on from there. */
async function comeBack(slow: readonly Reader[]): Promise<string[]> {
  for (const reader of slow) reader.resume()
  await until(() => slow.every(({ closed }) => closed !== undefined), CLOSED_WITHIN_MS)
  const faults = slow.flatMap(({ closed = 0 }, place) =>
    // Who does not take the good-bye in time is cut.
    closed === 4008 || closed === 1006 ? [] : [`slow reader ${place} ended with ${closed}`],
  )
  await connectAll(slow.filter(({ closed }) => closed !== undefined))
  return faults
}

/** Everybody has heard the same in the end, once and in the same order. */
async function missedBy(
  { quick, slow }: Crowd,
  write: (count: number) => Promise<number>,
): Promise<string[]> {
  await write(1)
  const all = [...quick, ...slow]
  const [first] = quick
  const longest = (): number => Math.max(...all.map(({ ids }) => ids.length))
  await until(() => all.every(({ ids }) => ids.length === longest()))
  const expected = first?.ids.join() ?? ''
  return all.flatMap(({ ids }, place) =>
    ids.join() === expected ? [] : [`client ${place} heard something else`],
  )
}

async function connectAll(readers: readonly Reader[]): Promise<void> {
  for (const reader of readers) reader.connect()
  await until(() => readers.every(({ isReady }) => isReady))
}

/** What does not come to be is found by whoever looks. */
async function until(isSo: () => boolean, ms: number = WITHIN_MS): Promise<void> {
  const end = performance.now() + ms
  while (!isSo() && performance.now() < end) await sleep(10)
}

function latencyOf(ages: readonly number[]): Latency {
  const sorted = ages.toSorted((a, b) => a - b)
  const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? Number.NaN
  return { p95: at(0.95), p99: at(0.99) }
}

function faultsOf(
  { alone, beside, mostMiB, keptMiB, grownMiB }: Omit<SlowResult, 'faults'>,
  { slow }: SlowOptions,
): string[] {
  const faults: string[] = []
  const most = Math.max(alone.p95 * MOST_SLOWER.times, alone.p95 + MOST_SLOWER.ms)
  if (!(beside.p95 <= most))
    faults.push(`the others waited ${beside.p95} ms, and ${alone.p95} ms without slow ones`)
  if (mostMiB > slow * CAP_MIB) faults.push(`${mostMiB} MiB waited for ${slow} slow readers`)
  if (keptMiB > MOST_KEPT_MIB) faults.push(`${keptMiB} MiB more are kept than after ${SETTLED_AFTER} rounds`)
  if (grownMiB > MOST_GROWN_MIB)
    faults.push(`the process is ${grownMiB} MiB larger than after ${SETTLED_AFTER} rounds`)
  return faults
}
