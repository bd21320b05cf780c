/** BEGIN IMMEDIATE while another process may be writing: asked again by a timer, never by waiting inside SQLite. */
import type { Clock } from '../base/clock.ts'
import { counter } from '../base/metrics.ts'
import { readSqliteError, translateError } from './sqlite-error.ts'

/** How long we ask, in ms, before the caller hears `storage_busy`. */
const patience = 5000
const longestPause = 50

const busyRetries = counter(
  'dapur_storage_busy_retries_total',
  'Times that a write had to wait for another process.',
)

export interface Begin {
  /** Runs BEGIN IMMEDIATE; throws SQLITE_BUSY while another process writes. */
  readonly attempt: () => void
  readonly clock: Clock
  /** Called in the turn in which BEGIN worked. */
  readonly onBegun: () => void
  readonly onFailed: (error: unknown) => void
}

/**
 * Begin at once when possible, else as soon as the other process is done.
 *
 * @example beginPatiently({ attempt: () => begin.run(), clock, onBegun: runGroup, onFailed: refuseAll })
 */
export function beginPatiently({ attempt, clock, onBegun, onFailed }: Begin): void {
  const since = clock.steady()
  let pause = 1
  function ask(): void {
    try {
      attempt()
    } catch (error) {
      const isBusy = readSqliteError(error)?.kind === 'busy'
      if (!isBusy || clock.steady() - since >= patience) return onFailed(translateError(error))
      busyRetries.value++
      setTimeout(ask, pause)
      pause = Math.min(pause * 2, longestPause)
      return
    }
    onBegun()
  }
  ask()
}
