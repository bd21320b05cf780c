import { systemAsk } from '../auth/system-ask.ts'
import { ownCode, type OwnCode } from '../records/own-code.ts'
import { parseCron } from '../settings/cron.ts'
import type { Job } from './job.ts'

/** What a handler of an own job gets: the reads and writes of a hook. */
export interface JobEvent extends OwnCode {
  /** The job's own. */
  readonly id: string
  /** Aborted when the server stops: end soon then. */
  readonly signal: AbortSignal
}

/** Own code that runs by the clock. */
export type JobHandler = (event: JobEvent) => Promise<void> | void

/** A job as `hono.config.ts` lists it. */
export interface OwnJob {
  readonly id: string
  readonly expression: string
  readonly timeZone: string | undefined
  readonly handler: JobHandler
}

export interface JobOptions {
  /** Whose clock the expression is read by, an IANA name; UTC when nothing is said. */
  readonly timeZone?: string
}

const ID = /^\w[\w.-]{0,99}$/
/** Names of the platform's own jobs. */
const RESERVED = '__pb'

/**
 * Have own code run by the clock: at every minute that is in all five fields of the expression (minute, hour, day of
 * the month, month, day of the week with 0 for Sunday), or at a macro such as `@daily`. It is not started again while
 * it still runs, and what it throws is logged.
 *
 * Errors: a plain Error for an id, an expression or a time zone that cannot be.
 *
 * @example job('forget-drafts', '0 3 * * *', async (event) => { … }, { timeZone: 'Asia/Jakarta' })
 */
export function job(
  id: string,
  expression: string,
  handler: JobHandler,
  { timeZone }: JobOptions = {},
): OwnJob {
  if (!ID.test(id) || id.startsWith(RESERVED))
    throw new Error(
      `the job "${id}" needs a name of letters, digits, ".", "-" or "_" that begins without "__pb"`,
    )
  if (!parseCron(expression))
    throw new Error(`the job "${id}" cannot run at "${expression}": write "minute hour day month weekday"`)
  if (timeZone !== undefined && !isTimeZone(timeZone))
    throw new Error(`the job "${id}" names the time zone "${timeZone}", which is not known here`)
  return { id, expression, timeZone, handler }
}

/** Was this made by `job`, as far as can be seen? For what a configuration file exports. */
export function isOwnJob(value: unknown): value is OwnJob {
  if (typeof value !== 'object' || value === null) return false
  if (!('id' in value && 'expression' in value && 'handler' in value && 'timeZone' in value)) return false
  const { id, expression, handler } = value
  return typeof id === 'string' && typeof expression === 'string' && typeof handler === 'function'
}

/** The same job as the runner has it. */
export function toJob({ id, expression, timeZone, handler }: OwnJob): Job {
  return {
    id,
    expression: () => expression,
    timeZone,
    run: (house, signal) => handler({ ...ownCode(house, systemAsk(house)), id, signal }),
  }
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
