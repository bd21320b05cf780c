import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import { expandCron } from '../settings/cron.ts'
import type { LiveSettings } from '../settings/live-settings.ts'
import type { Job } from './job.ts'
import { followTimetable, type Timetable } from './timetable.ts'

/** How a run ended. Times are milliseconds. */
export interface JobRun {
  /** Since 1970. */
  readonly startedAt: number
  readonly duration: number
  /** Undefined when all went well. */
  readonly error: string | undefined
}

/** A job as it stands. */
export interface JobState {
  readonly id: string
  /** Without its macro. */
  readonly expression: string
  readonly timeZone: string
  readonly isRunning: boolean
  readonly last: JobRun | undefined
  /** Milliseconds since 1970; undefined when there is no next time, or the clock is not followed. */
  readonly next: number | undefined
}

/** What the runner itself needs of the house that it hands to jobs. */
export interface JobsHouse {
  readonly settings: Pick<LiveSettings, 'onChange'>
  readonly clock: Clock
  readonly log: Log
}

/** Everything that is done by the clock. */
export interface Jobs {
  /** Own jobs by id, then the platform's (contract services.md §6.3). */
  list(): JobState[]
  /** Run a job now, beside its time table. False for one that is not there; one that still runs is not started again. */
  run(id: string): boolean
  /** Follow the clock. */
  start(): void
  /** Start nothing more, tell what runs to end, and wait for it: at most a second. */
  close(): Promise<void>
}

interface Entry<House> {
  readonly job: Job<House>
  timetable: (Timetable & { readonly expression: string }) | undefined
  running: Promise<void> | undefined
  last: JobRun | undefined
}

const LONGEST_CLOSE_MS = 1000
const UTC = 'UTC'
/** Names of the platform's own jobs begin so, and come last. */
const PLATFORM = '__pb'

/**
 * Make the runner of jobs.
 *
 * Errors: a plain Error for two jobs of one id.
 *
 * @example const jobs = openJobs(house, [...ownJobs, ...platformJobs]); jobs.start()
 */
export function openJobs<House extends JobsHouse>(house: House, jobs: readonly Job<House>[]): Jobs {
  return new Runner(house, entriesOf(jobs))
}

class Runner<House extends JobsHouse> implements Jobs {
  readonly #house: House
  readonly #entries: ReadonlyMap<string, Entry<House>>
  readonly #stopping = new AbortController()
  #isFollowing = false

  constructor(house: House, entries: ReadonlyMap<string, Entry<House>>) {
    this.#house = house
    this.#entries = entries
  }

  list(): JobState[] {
    this.#follow()
    return [...this.#entries.values()].flatMap((entry) => stateOf(this.#house, entry) ?? [])
  }

  run(id: string): boolean {
    const entry = this.#entries.get(id)
    if (!entry || entry.job.expression(this.#house) === undefined || this.#stopping.signal.aborted)
      return false
    this.#begin(entry)
    return true
  }

  start(): void {
    this.#isFollowing = true
    this.#house.settings.onChange.add(this.#follow)
    this.#follow()
  }

  async close(): Promise<void> {
    if (this.#stopping.signal.aborted) return
    this.#isFollowing = false
    this.#house.settings.onChange.delete(this.#follow)
    const entries = [...this.#entries.values()]
    for (const { timetable } of entries) timetable?.stop()
    this.#stopping.abort()
    await settledWithin(
      entries.flatMap(({ running }) => running ?? []),
      LONGEST_CLOSE_MS,
    )
  }

  /** Follow the expressions as they are now. */
  readonly #follow = (): void => {
    if (!this.#isFollowing) return
    for (const entry of this.#entries.values()) {
      const { job, timetable } = entry
      const expression = job.expression(this.#house)
      if (expression === timetable?.expression) continue
      timetable?.stop()
      entry.timetable = undefined
      if (expression === undefined) continue
      const begin = (): void => this.#begin(entry)
      entry.timetable = { expression, ...followTimetable(expression, job.timeZone ?? UTC, begin) }
    }
  }

  #begin(entry: Entry<House>): void {
    if (entry.running) {
      this.#house.log.warn({ job: entry.job.id }, 'a job still runs, and was not started again')
      return
    }
    entry.running = runOnce(this.#house, entry, this.#stopping.signal).finally(() => {
      entry.running = undefined
      this.#follow()
    })
  }
}

function entriesOf<House>(jobs: readonly Job<House>[]): Map<string, Entry<House>> {
  const rank = ({ id }: Job<House>): string => (id.startsWith(PLATFORM) ? `1${id}` : `0${id}`)
  const entries = new Map<string, Entry<House>>()
  for (const job of jobs.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1))) {
    if (entries.has(job.id)) throw new Error(`two jobs have the id "${job.id}"`)
    entries.set(job.id, { job, timetable: undefined, running: undefined, last: undefined })
  }
  return entries
}

/** Never fails: nobody waits for a job, so what it throws is said here. */
async function runOnce<House extends JobsHouse>(
  house: House,
  entry: Entry<House>,
  signal: AbortSignal,
): Promise<void> {
  const { clock, log } = house
  const [startedAt, from] = [clock.now(), clock.steady()]
  let error: string | undefined
  try {
    await entry.job.run(house, signal)
  } catch (thrown) {
    error = thrown instanceof Error ? thrown.message : String(thrown)
    log.error({ job: entry.job.id, err: thrown }, 'a job failed')
  }
  entry.last = { startedAt, duration: clock.steady() - from, error }
  log.debug({ job: entry.job.id, ...entry.last }, 'a job has run')
}

function stateOf<House>(house: House, { job, timetable, running, last }: Entry<House>): JobState | undefined {
  const expression = job.expression(house)
  if (expression === undefined) return undefined
  return {
    id: job.id,
    expression: expandCron(expression),
    timeZone: job.timeZone ?? UTC,
    isRunning: running !== undefined,
    last,
    next: timetable?.next(),
  }
}

async function settledWithin(work: readonly Promise<void>[], ms: number): Promise<void> {
  if (work.length === 0) return
  let timer: NodeJS.Timeout | undefined
  const tooLong = new Promise((resolve) => {
    timer = setTimeout(resolve, ms)
  })
  await Promise.race([Promise.all(work), tooLong])
  clearTimeout(timer)
}
