/** Runs one group of writes from after BEGIN to after COMMIT, in one turn. */
import type Database from 'better-sqlite3'
import type { Clock } from '../base/clock.ts'
import { counter } from '../base/metrics.ts'
import { runEach, type AfterCommit } from './after-commit.ts'
import type { HotReader } from './hot-reader.ts'
import { settleFailed, type Job } from './job.ts'
import { translateError } from './sqlite-error.ts'
import type { Counters, Versions } from './versions.ts'

/** After so many ms a group commits and leaves the rest to the next turn. */
const longestGroup = 5

const groupCommits = counter(
  'dapur_storage_group_commits_total',
  'Groups of writes that were committed together.',
)
const groupedWrites = counter('dapur_storage_grouped_writes_total', 'Writes that were committed in groups.')

export interface GroupOptions {
  readonly db: Database.Database
  readonly hot: HotReader
  readonly versions: Versions
  readonly counters: () => Counters
  readonly after: AfterCommit
  readonly clock: Clock
  /** Called after each COMMIT. */
  readonly onCommitted: () => void
}

/** What became of the jobs that ran. */
interface Outcome {
  readonly written: readonly Job[]
  readonly failed: ReadonlyMap<Job, unknown>
  /** The jobs that time was too short for. */
  readonly rest: readonly Job[]
}

/** Run one job inside the group's transaction; answers whether it may be committed. */
type RunJob = (job: Job, isAlone: boolean, failed: Map<Job, unknown>) => boolean

/**
 * Make the function that runs a group: each job is undone alone when it fails, then COMMIT, then the answers. It
 * returns the jobs that time was too short for.
 *
 * Order after COMMIT: caches fall (`onCommit`), promises settle, and in a later turn events run (`afterCommit`).
 */
export function groupRunner(options: GroupOptions): (group: readonly Job[]) => readonly Job[] {
  const { db, hot, after, versions, onCommitted } = options
  const commit = db.prepare('COMMIT')
  const rollback = db.prepare('ROLLBACK')
  const runJob = jobRunner(db)

  return (group) => {
    let outcome: Outcome | undefined
    let counters: Counters | undefined
    const failed = new Map<Job, unknown>()
    try {
      hot.look()
      outcome = runJobs({ group, failed, runJob, clock: options.clock })
      if (outcome.written.some((job) => job.handle.hasBumped)) counters = options.counters()
      ;(outcome.written.length > 0 ? commit : rollback).run()
    } catch (error) {
      loseAll(group, failed, error, db)
      return []
    }
    const { written, rest } = outcome
    if (counters) versions.adopt(counters)
    if (written.length > 0) {
      groupCommits.value++
      groupedWrites.value += written.length
      onCommitted()
    }
    for (const job of written) runEach(job.handle.commitWork)
    for (const job of written) job.done()
    for (const [job, error] of failed) settleFailed(job, translateError(error))
    for (const job of written) after.push(job.handle.afterWork)
    return rest
  }
}

interface Run {
  readonly group: readonly Job[]
  readonly failed: Map<Job, unknown>
  readonly runJob: RunJob
  readonly clock: Clock
}

/** Throws when SQLite undid the whole group on the way. */
function runJobs({ group, failed, runJob, clock }: Run): Outcome {
  const since = clock.steady()
  const written: Job[] = []
  for (const [index, job] of group.entries()) {
    if (index > 0 && clock.steady() - since > longestGroup)
      return { written, failed, rest: group.slice(index) }
    if (runJob(job, group.length === 1, failed)) written.push(job)
  }
  return { written, failed, rest: [] }
}

function jobRunner(db: Database.Database): RunJob {
  const savepoint = db.prepare('SAVEPOINT job')
  const release = db.prepare('RELEASE job')
  const undo = db.prepare('ROLLBACK TO job')
  // A group of one needs no savepoint: undoing the job is undoing the transaction.
  return (job, isAlone, failed) => {
    let isWritten = false
    if (!isAlone) savepoint.run()
    try {
      job.run()
      isWritten = true
    } catch (error) {
      failed.set(job, error)
    }
    job.handle.end('the transaction is over: it cannot be used any more')
    // SQLite has undone the group (a full disk, an I/O error), whether the job let the error pass or caught it. The
    // next RELEASE would end a transaction of its own and make one job durable alone.
    if (!db.inTransaction) throw job.handle.lostBy ?? new Error('a job ended the transaction of its group')
    if (isAlone) return isWritten
    if (!isWritten) undo.run()
    release.run()
    return isWritten
  }
}

/** Nothing of the group became durable: no job may hear that it was written. */
function loseAll(
  group: readonly Job[],
  failed: ReadonlyMap<Job, unknown>,
  error: unknown,
  db: Database.Database,
): void {
  try {
    if (db.inTransaction) db.exec('ROLLBACK')
  } finally {
    for (const job of group) {
      const own = job.handle.lostBy ? undefined : failed.get(job)
      settleFailed(job, translateError(own ?? error))
    }
  }
}
