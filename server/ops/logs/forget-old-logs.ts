import { formatTime } from '../../base/clock.ts'
import type { Cell } from '../../storage/dialect.ts'
import type { LogKeeping } from './log-house.ts'

const DAY = 24 * 60 * 60 * 1000
/** Rows of one statement: new entries are written in between. */
const SLICE = 5000

/**
 * Remove the entries that the settings keep no more: older than `logs.maxDays`, below `logs.minLevel`, all of them
 * where `maxDays` is 0, and then the disk gets its room back (contract services.md §5.2, §6.1).
 *
 * Errors: `storage_busy` 503, `storage_broken` 503, `storage_full` 507.
 *
 * @param signal aborted when there is no time for the rest
 * @example await forgetOldLogs(house, signal)
 */
export async function forgetOldLogs(house: LogKeeping, signal?: AbortSignal): Promise<void> {
  const { logs, settings, clock } = house
  const { maxDays, minLevel } = settings.current.logs
  if (maxDays === 0) return forgetAllLogs(house)
  await logs.buffer.flush()
  await forgetWhere(house, '"created" < ?', [formatTime(clock.now() - maxDays * DAY)], signal)
  await forgetWhere(house, '"level" < ?', [minLevel], signal)
}

/**
 * Remove all entries, also those that were not written yet, and give the room back to the disk.
 *
 * Errors: as for `forgetOldLogs`.
 *
 * @example await forgetAllLogs(house)
 */
export async function forgetAllLogs({ logs }: LogKeeping): Promise<void> {
  logs.buffer.clear()
  await logs.auxiliary.run('delete from "_logs"', [])
  await logs.auxiliary.compact()
}

async function forgetWhere(
  { logs }: LogKeeping,
  condition: string,
  params: readonly Cell[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const slice = `delete from "_logs" where "id" in (select "id" from "_logs" where ${condition} limit ${SLICE})`
  const isOver = (): boolean => signal?.aborted === true
  let removed = SLICE
  while (removed === SLICE && !isOver()) removed = await logs.auxiliary.run(slice, params)
}
