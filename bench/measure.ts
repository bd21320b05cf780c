import { z } from 'zod'
import { startServer } from '../tests/faults/server-process.ts'
import { type Child, startChild } from './child.ts'
import { cpuTimeMs } from './cpu-time.ts'
import { type LoopDelay, loopDelay } from './loop-delay.ts'
import type { Pinning } from './pinning.ts'
import type { Load, Scenario } from './scenario.ts'
import type { World } from './world.ts'

/** How long and how hard to measure. */
export interface Effort {
  readonly rounds: number
  /** Of each server in each round. */
  readonly seconds: number
  readonly connections: number
  /** How many requests each server has had before the first round: the compiler needs thousands. */
  readonly warmUp: number
}

/** What one server did in one round. */
export interface Round {
  /** Server CPU, user and system, per request: the figure to believe on a busy machine. */
  readonly cpuUs: number
  readonly requests: number
  readonly perSecond: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
}

/** Rounds of the same number ran one after the other. */
export interface Measured {
  readonly scenario: Scenario
  readonly baseline: readonly Round[]
  readonly dapur: readonly Round[]
  /** Milliseconds that the event loop was held up, at most, in 99 of 100 turns; where the scenario asks. */
  readonly loopDelay?: Readonly<Record<'baseline' | 'dapur', number>>
}

interface Bench {
  readonly world: World
  readonly pinning: Pinning
  readonly effort: Effort
  readonly nodeFlags: readonly string[]
}

interface Contender {
  readonly url: string
  readonly pid: number
}

/**
 * Measures a scenario: Dapur and its baseline take turns, and who begins changes from round to round, so that a
 * neighbour's noise meets both.
 *
 * Errors: an Error when anything but 2xx was answered, since the figures would mean nothing.
 *
 * @example const { dapur, baseline } = await measure(recordsGet, { world, pinning, effort, nodeFlags: [] })
 */
export async function measure(scenario: Scenario, bench: Bench): Promise<Measured> {
  const meters =
    scenario.mostLoopDelay === undefined ? undefined : { dapur: loopDelay(), baseline: loopDelay() }
  try {
    const rounds = await measureRounds(scenario, bench, meters)
    const delays = meters && { dapur: meters.dapur.read(), baseline: meters.baseline.read() }
    return { scenario, ...rounds, ...(delays && { loopDelay: delays }) }
  } finally {
    meters?.dapur.remove()
    meters?.baseline.remove()
  }
}

type Rounds = Pick<Measured, 'baseline' | 'dapur'>
type Meters = Readonly<Record<keyof Rounds, LoopDelay>>
type Turn = (contender: Contender) => Promise<Round>

async function measureRounds(
  scenario: Scenario,
  { world, pinning, effort: usual, nodeFlags }: Bench,
  meters: Meters | undefined,
): Promise<Rounds> {
  const load = scenario.load(world)
  const effort = { ...usual, connections: scenario.connections ?? usual.connections }
  const env = scenario.keepsLogs ? {} : { DAPUR_SETTINGS_LOGS_MAX_DAYS: '0' }
  const own = { dir: world.dir, env, prefix: pinning.server, nodeFlags: withMeter(nodeFlags, meters?.dapur) }
  const server = await startServer(own)
  const script = new URL('./baseline-child.ts', import.meta.url)
  const base = startChild(script, pinning.server, withMeter([], meters?.baseline))
  const client = startChild(new URL('./load-child.ts', import.meta.url), pinning.load)
  try {
    const baseline = { url: await startBaseline(base, scenario, load, server.url), pid: base.pid }
    const turn: Turn = (contender) => runRound(client, contender, load, effort)
    await warmUp(turn, [baseline, server], effort)
    const counted: Turn = (contender) => {
      const meter = contender === baseline ? meters?.baseline : meters?.dapur
      return meter ? meter.during(contender.pid, () => turn(contender)) : turn(contender)
    }
    return await takeTurns(counted, { baseline, dapur: server }, effort.rounds)
  } finally {
    await client.end()
    await base.end()
    await server.stop()
  }
}

function withMeter(flags: readonly string[], meter: LoopDelay | undefined): string[] {
  return [...flags, ...(meter?.nodeFlags ?? [])]
}

/** A slow server on a busy machine gets no more than so many rounds of it. */
const WARM_UP_ROUNDS = 10

async function warmUp(
  turn: Turn,
  contenders: readonly Contender[],
  { warmUp: wanted }: Effort,
): Promise<void> {
  for (const contender of contenders) {
    let had = 0
    for (let round = 0; round < WARM_UP_ROUNDS && had < wanted; round += 1)
      had += (await turn(contender)).requests
  }
}

async function takeTurns(
  turn: Turn,
  { baseline, dapur }: { baseline: Contender; dapur: Contender },
  rounds: number,
): Promise<Rounds> {
  const result: { baseline: Round[]; dapur: Round[] } = { baseline: [], dapur: [] }
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 0) result.baseline.push(await turn(baseline))
    result.dapur.push(await turn(dapur))
    if (round % 2 === 1) result.baseline.push(await turn(baseline))
  }
  return result
}

/** Headers that node:http adds by itself, or that depend on the connection. */
const OWN_HEADERS = new Set(['connection', 'keep-alive', 'date', 'transfer-encoding', 'content-length'])
const listening = z.object({ port: z.number() })

/** The baseline answers what Dapur answers to the first request, headers included. */
async function startBaseline(base: Child, scenario: Scenario, load: Load, url: string): Promise<string> {
  const [first] = load.requests
  if (first === undefined) throw new Error(`The scenario ${scenario.name} sends nothing.`)
  const { method, path, body } = first
  const answer = await fetch(url + path, { method, headers: load.headers, ...(body ? { body } : {}) })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${method} ${path} was answered with ${answer.status}: ${text}`)
  const headers = Object.fromEntries([...answer.headers].filter(([name]) => !OWN_HEADERS.has(name)))
  const { port } = listening.parse(await base.ask({ kind: scenario.baseline, headers, body: text }))
  return `http://127.0.0.1:${port}`
}

const counted = z.object({
  requests: z.number(),
  seconds: z.number(),
  failed: z.number(),
  statuses: z.string(),
  p50: z.number(),
  p99: z.number(),
})

async function runRound(client: Child, { url, pid }: Contender, load: Load, effort: Effort): Promise<Round> {
  const before = cpuTimeMs(pid)
  const answer = await client.ask({ url, ...load, ...effort })
  const spentMs = cpuTimeMs(pid) - before
  const { requests, seconds, failed, statuses, p50, p99 } = counted.parse(answer)
  if (requests === 0 || failed > 0) {
    throw new Error(`${failed} of ${requests} requests to ${url} failed; statuses: ${statuses}.`)
  }
  return { cpuUs: (spentMs * 1000) / requests, requests, perSecond: requests / seconds, p50, p99 }
}
