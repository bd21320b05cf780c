import { z } from 'zod'
import { type Child, startChild } from './child.ts'
import type { Figure } from './figure.ts'
import { findPinning } from './pinning.ts'

/** So many clients, of whom each may see one change in five. */
interface Shape {
  readonly clients: number
  /** Changes a second. */
  readonly rate: number
}

/** The crowds for which Supabase says what it reaches, each of 4,000 messages a second (`performance.md` §9). */
const shapes: readonly Shape[] = [
  { clients: 500, rate: 40 },
  { clients: 2000, rate: 10 },
  { clients: 4000, rate: 5 },
]
const TEAMS = 5
const MOST_P95 = 200
const SECONDS = { nominal: 4, trial: 2 }
/** A search may try so often, and is over once it knows the rate to an eighth of it. */
const MOST_TRIALS = 12
const FINE = 0.13

const opened = z.object({ web: z.number(), tokens: z.array(z.string()) })
const written = z.object({ writes: z.number(), teams: z.array(z.number()) })
const settled = z.object({ heard: z.number(), broken: z.number(), p50: z.number(), p95: z.number() })
const spent = z.object({ cpuUs: z.number() })

/** One rate, and what came of it. */
interface Trial {
  readonly rate: number
  readonly p50: number
  readonly p95: number
  /** Microseconds of the server's CPU, for each message that arrived. */
  readonly cpuUs: number
  /** All arrived, in time. */
  readonly isKept: boolean
  /** Clients were so far behind that they were closed: with this crowd nothing more can be tried. */
  readonly isOver: boolean
}

/**
 * Measures how soon changes reach clients that may each see one in five: at the rates of the shapes, and at the highest
 * rate at which 95 of 100 messages are there within 200 ms. The load has one processor for all clients together, which
 * may be what ends the search.
 *
 * @example for (const figure of await measureCrowds()) printFigure(figure)
 */
export async function measureCrowds(): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const shape of shapes) figures.push(...(await measureCrowd(shape)))
  return figures
}

async function measureCrowd({ clients, rate }: Shape): Promise<Figure[]> {
  const pinning = findPinning()
  const server = startChild(new URL('./crowd-server-child.ts', import.meta.url), pinning.server)
  const load = startChild(new URL('./crowd-load-child.ts', import.meta.url), pinning.load)
  try {
    const { web, tokens } = opened.parse(await server.ask({ type: 'open', actors: clients }))
    await load.ask({ type: 'open', port: web, tokens })
    // Neighbours may spoil one trial; two in a row are no accident.
    const trial = async (rate: number, seconds: number): Promise<Trial> => {
      const first = await tryRate({ server, load }, { clients, rate, seconds })
      return first.isKept || first.isOver
        ? first
        : await tryRate({ server, load }, { clients, rate, seconds })
    }
    await trial(rate, SECONDS.trial)
    const nominal = await trial(rate, SECONDS.nominal)
    const best = await search(nominal, (rate) => trial(rate, SECONDS.trial))
    return figuresOf({ clients, rate }, nominal, best)
  } finally {
    await load.end()
    await server.end()
  }
}

function figuresOf({ clients, rate }: Shape, nominal: Trial, best: Trial): Figure[] {
  const who = `${clients} clients × ${rate} changes/s`
  return [
    { title: `${who}, one in five each, p50`, value: nominal.p50, unit: 'ms' },
    { title: `${who}, p95`, value: nominal.p95, most: MOST_P95, unit: 'ms' },
    { title: `${who}, server CPU a message`, value: nominal.cpuUs, unit: 'us' },
    { title: `${clients} clients, most changes with p95 < ${MOST_P95} ms`, value: best.rate, unit: '/s' },
    { title: `${clients} clients, messages then`, value: (best.rate * clients) / TEAMS, unit: '/s' },
    { title: `${clients} clients, server CPU a message then`, value: best.cpuUs, unit: 'us' },
  ]
}

/** The best of the trials: each rate twice the one before, then between the last that was kept and the first that was not. */
async function search(nominal: Trial, trial: (rate: number) => Promise<Trial>): Promise<Trial> {
  let [best, failed] = [nominal, Number.POSITIVE_INFINITY]
  for (let i = 0; i < MOST_TRIALS; i++) {
    const isBetween = failed < Number.POSITIVE_INFINITY
    if (isBetween && failed - best.rate < best.rate * FINE) break
    const next = await trial(isBetween ? (best.rate + failed) / 2 : best.rate * 2)
    if (next.isOver) break
    if (next.isKept) best = next
    else failed = next.rate
  }
  return best
}

interface Asked extends Shape {
  readonly seconds: number
}

async function tryRate(
  { server, load }: Record<'server' | 'load', Child>,
  { clients, rate, seconds }: Asked,
): Promise<Trial> {
  await load.ask({ type: 'begin' })
  const { writes, teams } = written.parse(await server.ask({ type: 'write', perSecond: rate, seconds }))
  const messages = teams.reduce((sum, changes) => sum + (changes * clients) / TEAMS, 0)
  const { heard, broken, p50, p95 } = settled.parse(await load.ask({ type: 'settle', messages }))
  const { cpuUs } = spent.parse(await server.ask({ type: 'read' }))
  const isKept = p95 < MOST_P95 && heard === messages && writes === Math.round(rate * seconds)
  return { rate, p50, p95, cpuUs: cpuUs / heard, isKept, isOver: broken > 0 }
}
