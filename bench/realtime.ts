import { z } from 'zod'
import { type Child, startChild } from './child.ts'
import { type Figure, isGood, printFigure } from './figure.ts'
import { findPinning } from './pinning.ts'
import { measureBeside } from './realtime-beside.ts'
import { measureCrowds } from './realtime-crowd.ts'
import { measureMemory } from './realtime-memory.ts'
import { writeReport } from './report.ts'

const CROWD = 5000
const SMALL_CROWD = 1000
const CHANGES = 10
const ROUNDS = 7
const WARM_UP = 5
/** A frame is a digit longer now and then, when `seq` is. */
const SLACK = 0.98

const ports = z.object({ web: z.number(), raw: z.number() })
const spent = z.object({ cpuUs: z.number(), blockedMs: z.number(), turnMs: z.number() })
const counted = z.object({ heard: z.number() })
const owned = z.object({ alone: z.number(), listening: z.number() })
type Spent = z.infer<typeof spent>

/**
 * Measures how changes reach many sockets: what it costs, against a loop that writes the same bytes to bare ones, and how
 * soon they come. Prints it, and writes the report. Answers whether all is within its goals (`performance.md` §6, §11),
 * give or take 10 %.
 *
 * @param file where the report goes
 * @example await runRealtimeBench('bench/results/realtime.json')
 */
export async function runRealtimeBench(file: string): Promise<boolean> {
  const figures = [
    ...(await measureFanOut()),
    ...(await measureBeside()),
    ...(await measureMemory()),
    ...(await measureCrowds()),
  ]
  for (const figure of figures) printFigure(figure)
  writeReport(file, { figures: figures.map((figure) => ({ ...figure, isGood: isGood(figure) })) })
  return figures.every(isGood)
}

async function measureFanOut(): Promise<Figure[]> {
  const pinning = findPinning()
  const children = {
    server: startChild(new URL('./realtime-server-child.ts', import.meta.url), pinning.server),
    load: startChild(new URL('./realtime-load-child.ts', import.meta.url), pinning.load),
  }
  try {
    return await measureAll(children)
  } finally {
    for (const child of Object.values(children)) await child.end()
  }
}

async function measureAll({ server, load }: Record<'server' | 'load', Child>): Promise<Figure[]> {
  const { web, raw } = ports.parse(await server.ask({ type: 'open' }))
  const bytes = await eventBytes(server, load, web)
  await load.ask({ type: 'open', port: web, count: SMALL_CROWD, isWeb: true })
  const burst = await repeat(() => tell(server, load, { changes: CHANGES, sockets: SMALL_CROWD, bytes }))
  await load.ask({ type: 'open', port: web, count: CROWD, isWeb: true })
  const one = await repeat(() => tell(server, load, { changes: 1, sockets: CROWD, bytes }))
  const watched = await repeat(() =>
    tell(server, load, { changes: 1, sockets: CROWD, bytes, isWatched: true }),
  )
  await load.ask({ type: 'close' })
  await load.ask({ type: 'open', port: raw, count: CROWD, isWeb: false })
  const bare = await repeat(() => write(server, load, { bytes, sockets: CROWD }))
  const owner = owned.parse(await server.ask({ type: 'own', actors: CROWD }))
  return [
    ...fanOut(one, bare, watched),
    limit(
      `${CHANGES} changes in a tick, ${SMALL_CROWD} sockets, a message`,
      cpu(burst) / (CHANGES * SMALL_CROWD),
      3,
      'us',
    ),
    limit(
      `a change with ${CROWD} actors under an owner rule`,
      (owner.listening - owner.alone) / 1000,
      0.1,
      'ms',
    ),
  ]
}

/** By the wall, neighbours are part of what blocks the loop: the goal is for the time that we take. */
function fanOut(one: readonly Spent[], bare: readonly Spent[], watched: readonly Spent[]): Figure[] {
  return [
    limit(`1 change, ${CROWD} sockets, against bare writes`, cpu(one) / cpu(bare), 1.3, '×'),
    limit('the loop blocked by it, CPU', median(watched.map(({ turnMs }) => turnMs)), 10, 'ms'),
    {
      title: 'the loop blocked by it, by the wall',
      value: median(one.map(({ blockedMs }) => blockedMs)),
      unit: 'ms',
    },
  ]
}

function limit(title: string, value: number, most: number, unit: string): Figure {
  return { title, value, most, unit }
}

function cpu(rounds: readonly Spent[]): number {
  return median(rounds.map(({ cpuUs }) => cpuUs))
}

/** What one event is on the wire. */
async function eventBytes(server: Child, load: Child, port: number): Promise<number> {
  await load.ask({ type: 'open', port, count: 1, isWeb: true })
  await server.ask({ type: 'tell', changes: 1, isWatched: false })
  await load.ask({ type: 'count' })
  // From here on it counts anew.
  await load.ask({ type: 'expect', bytes: 1 })
  await server.ask({ type: 'tell', changes: 1, isWatched: false })
  const { heard } = counted.parse(await load.ask({ type: 'count' }))
  await load.ask({ type: 'close' })
  return heard
}

interface Telling {
  readonly sockets: number
  readonly bytes: number
}

async function tell(
  server: Child,
  load: Child,
  { changes, sockets, bytes, isWatched = false }: Telling & { changes: number; isWatched?: boolean },
): Promise<Spent> {
  const heard = load.ask({ type: 'expect', bytes: Math.floor(sockets * bytes * changes * SLACK) })
  await server.ask({ type: 'tell', changes, isWatched })
  await heard
  return spent.parse(await server.ask({ type: 'read' }))
}

async function write(server: Child, load: Child, { sockets, bytes }: Telling): Promise<Spent> {
  const heard = load.ask({ type: 'expect', bytes: Math.floor(sockets * bytes * SLACK) })
  await server.ask({ type: 'write', bytes, sockets })
  await heard
  return spent.parse(await server.ask({ type: 'read' }))
}

async function repeat(round: () => Promise<Spent>): Promise<Spent[]> {
  for (let i = 0; i < WARM_UP; i++) await round()
  const rounds: Spent[] = []
  for (let i = 0; i < ROUNDS; i++) rounds.push(await round())
  return rounds
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
