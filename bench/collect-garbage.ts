import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/**
 * Have V8 let go of what is not in use any more, young and old.
 *
 * @example collectGarbage(); const { heapUsed } = process.memoryUsage()
 */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect === 'function') collect()
}
