import { styleText } from 'node:util'
import { z } from 'zod'
import { type Child, startChild } from './child.ts'
import { findPinning } from './pinning.ts'

/** A figure, and what it may be at most. */
interface Figure {
  readonly title: string
  readonly value: number
  readonly most: number
  readonly unit: string
}

const CROWD = 5000
const SMALL_CROWD = 1000
const CHANGES = 10
const ROUNDS = 7
const WARM_UP = 5
/** A frame is a digit longer now and then, when `seq` is. */
const SLACK = 0.98

const ports = z.object({ web: z.number(), raw: z.number() })
const spent = z.object({ cpuUs: z.number(), blockedMs: z.number(), rss: z.number() })
const counted = z.object({ heard: z.number() })
const owned = z.object({ alone: z.number(), listening: z.number() })
type Spent = z.infer<typeof spent>

/**
 * Measures how changes reach many sockets, against a loop that writes the same bytes to bare ones, and prints it.
 * Answers whether all is within its goals (`performance.md` §6, §11), give or take 10 %.
 *
 * @example await runRealtimeBench()
 */
export async function runRealtimeBench(): Promise<boolean> {
  const pinning = findPinning()
  const server = startChild(new URL('./realtime-server-child.ts', import.meta.url), pinning.server)
  const load = startChild(new URL('./realtime-load-child.ts', import.meta.url), pinning.load)
  try {
    const figures = await measureAll(server, load)
    for (const figure of figures) console.log(styleText(isGood(figure) ? 'green' : 'red', lineOf(figure)))
    return figures.every(isGood)
  } finally {
    await load.end()
    await server.end()
  }
}

function isGood({ value, most }: Figure): boolean {
  return value <= most * 1.1
}

function lineOf({ title, value, most, unit }: Figure): string {
  return `${title}: ${value.toFixed(2)} ${unit} (at most ${most} ${unit})`
}

async function measureAll(server: Child, load: Child): Promise<Figure[]> {
  const { web, raw } = ports.parse(await server.ask({ type: 'open' }))
  const bytes = await eventBytes(server, load, web)
  await load.ask({ type: 'open', port: web, count: SMALL_CROWD, isWeb: true })
  const burst = await repeat(() => tell(server, load, { changes: CHANGES, sockets: SMALL_CROWD, bytes }))
  const before = spent.parse(await server.ask({ type: 'read' }))
  await load.ask({ type: 'open', port: web, count: CROWD, isWeb: true })
  const after = spent.parse(await server.ask({ type: 'read' }))
  const one = await repeat(() => tell(server, load, { changes: 1, sockets: CROWD, bytes }))
  await load.ask({ type: 'close' })
  await load.ask({ type: 'open', port: raw, count: CROWD, isWeb: false })
  const bare = await repeat(() => write(server, load, { bytes, sockets: CROWD }))
  const owner = owned.parse(await server.ask({ type: 'own', actors: CROWD }))
  return [
    ...fanOut(one, bare),
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
    limit('memory a socket', (after.rss - before.rss) / (CROWD - SMALL_CROWD) / 1024, 12, 'KiB'),
  ]
}

/** What blocks the loop is measured by the wall: neighbours are part of it. */
function fanOut(one: readonly Spent[], bare: readonly Spent[]): Figure[] {
  const blocked = median(one.map(({ blockedMs }) => blockedMs))
  return [
    limit(`1 change, ${CROWD} sockets, against bare writes`, cpu(one) / cpu(bare), 1.3, '×'),
    limit('the loop blocked by it', blocked, 10, 'ms'),
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
  await server.ask({ type: 'tell', changes: 1 })
  await load.ask({ type: 'count' })
  // From here on it counts anew.
  await load.ask({ type: 'expect', bytes: 1 })
  await server.ask({ type: 'tell', changes: 1 })
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
  { changes, sockets, bytes }: Telling & { changes: number },
): Promise<Spent> {
  const heard = load.ask({ type: 'expect', bytes: Math.floor(sockets * bytes * changes * SLACK) })
  await server.ask({ type: 'tell', changes })
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
