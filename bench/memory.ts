import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/**
 * The memory of this process, in bytes, without what is not in use any more: its RSS less the young generation. V8
 * doubles that one at a time, by tens of MB, as soon as much is made at once, and keeps it whatever becomes of what was
 * made: two readings before and after such a step would tell of the step.
 *
 * @example const before = memoryInUse(); connectMany(); const bytes = memoryInUse() - before
 */
export function memoryInUse(): number {
  collectGarbage()
  const young = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')
  return process.memoryUsage.rss() - (young?.physical_space_size ?? 0)
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect === 'function') collect()
}
