import { parseArgs } from 'node:util'
import type { Effort } from './measure.ts'
import { scenarios } from './scenarios/index.ts'
import type { Scenario } from './scenario.ts'

/** What to measure and how. */
export interface Options {
  readonly effort: Effort & { readonly rows: number }
  readonly chosen: readonly Scenario[]
  /** Exit with 1 when a goal is missed. */
  readonly hasGate: boolean
  readonly profiles: boolean
}

export const HELP: string = `npm run bench -- [options], or npm run bench -- realtime, or npm run bench -- growth

Measures Dapur against bare node:http by server CPU per request, and fails when a goal is missed by more than 10 %.

  --short             3 rounds of 1 s over 10,000 rows, instead of 7 of 2 s over 100,000
  --only NAMES        of ${scenarios.map(({ name }) => name).join(', ')}; comma separated
  --rounds N  --seconds N  --rows N  --connections N
  --warm-up N         requests to each server before the first round
  --no-gate           exit with 0 whatever comes out
  --profile           print where the time of the server goes (the figures suffer a little)
  --help              this text`

const SHORT = { rounds: 3, seconds: 1, rows: 10_000, warmUp: 10_000 }
const LONG = { rounds: 7, seconds: 2, rows: 100_000, warmUp: 30_000 }

/**
 * Reads the command line.
 *
 * Errors: a TypeError for an unknown flag; an Error for a number that is none or a scenario that is not there.
 *
 * @example readOptions(['--short', '--only', 'get,list'])
 * @returns undefined when help was asked for
 */
export function readOptions(args: string[]): Options | undefined {
  const { values } = parseArgs({
    args,
    allowNegative: true,
    options: {
      short: { type: 'boolean' },
      only: { type: 'string' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      rows: { type: 'string' },
      connections: { type: 'string' },
      'warm-up': { type: 'string' },
      gate: { type: 'boolean' },
      profile: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) return undefined
  const usual = values.short ? SHORT : LONG
  return {
    effort: {
      rounds: amount('rounds', values.rounds) ?? usual.rounds,
      seconds: amount('seconds', values.seconds) ?? usual.seconds,
      rows: amount('rows', values.rows) ?? usual.rows,
      connections: amount('connections', values.connections) ?? 64,
      warmUp: amount('warm-up', values['warm-up']) ?? usual.warmUp,
    },
    chosen: choose(values.only),
    hasGate: values.gate ?? true,
    profiles: values.profile ?? false,
  }
}

function amount(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const number = Number(text)
  if (!(number > 0)) throw new Error(`--${flag} takes a number above 0, not ${text}.`)
  return number
}

function choose(only: string | undefined): readonly Scenario[] {
  if (only === undefined) return scenarios
  return only.split(',').map((name) => {
    const found = scenarios.find((scenario) => scenario.name === name)
    if (!found)
      throw new Error(`There is no scenario ${name}; there are ${scenarios.map((s) => s.name).join(', ')}.`)
    return found
  })
}
