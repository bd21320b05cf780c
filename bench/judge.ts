import type { Measured, Round } from './measure.ts'

/** A scenario in figures. */
export interface Verdict {
  readonly name: string
  readonly title: string
  readonly goal: number
  /** Baseline CPU by ours, the median over the rounds of the ratio within a round. */
  readonly ratio: number
  /** The same of the cheapest rounds: what noise did not touch. */
  readonly ratioOfMinima: number
  /** Not more than 10 % below the goal, and neither slower nor more in the way than the scenario allows. */
  readonly isGood: boolean
  readonly baseline: Figures
  readonly dapur: Figures
  /** Milliseconds in 99 of 100 turns, where the scenario looks at it. */
  readonly loopDelay?: Readonly<Record<'baseline' | 'dapur', number>>
}

/** Medians over the rounds, and the least CPU. */
export interface Figures {
  readonly cpuUs: number
  readonly leastCpuUs: number
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
}

/** Rounds on a shared machine do not resolve less. */
const TOLERANCE = 0.1
/** Where the neighbours make bare node:http slow, answers and turns may take so many times as long as there. */
const NEIGHBOURS = 3

/**
 * Judges by ratios only: absolute figures double with the neighbours.
 *
 * @example judge(await measure(recordsGet, bench)).isGood
 */
export function judge({ scenario, baseline, dapur, loopDelay }: Measured): Verdict {
  const { name, title, goal, mostP99 = Number.POSITIVE_INFINITY } = scenario
  const ratio = median(dapur.map(({ cpuUs }, round) => (baseline[round]?.cpuUs ?? Number.NaN) / cpuUs))
  const [base, own] = [figures(baseline), figures(dapur)]
  return {
    name,
    title,
    goal,
    ratio,
    ratioOfMinima: base.leastCpuUs / own.leastCpuUs,
    isGood:
      isLoopFree(scenario, loopDelay) &&
      ratio >= goal * (1 - TOLERANCE) &&
      own.p99 <= Math.max(mostP99, NEIGHBOURS * base.p99),
    baseline: base,
    dapur: own,
    ...(loopDelay !== undefined && { loopDelay }),
  }
}

function isLoopFree({ mostLoopDelay = 0 }: Measured['scenario'], delay: Measured['loopDelay']): boolean {
  return !delay || delay.dapur <= Math.max(mostLoopDelay, NEIGHBOURS * delay.baseline)
}

function figures(rounds: readonly Round[]): Figures {
  const of = (key: keyof Round): number => median(rounds.map((round) => round[key]))
  const leastCpuUs = Math.min(...rounds.map(({ cpuUs }) => cpuUs))
  return { cpuUs: of('cpuUs'), leastCpuUs, perSecond: of('perSecond'), p50: of('p50'), p99: of('p99') }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]]
  if (low === undefined || high === undefined) throw new Error('There is no median of nothing.')
  return (low + high) / 2
}
