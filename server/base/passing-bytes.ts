import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Bytes that pass through between two collections. */
const BETWEEN = 8 * 1024 * 1024

let passed = 0
let collect: (() => void) | undefined

/**
 * Count bytes of a body or a file that pass through in pieces, and give back the memory of those that have passed.
 *
 * Each piece is a buffer beside V8's heap, where it only looks after another 64 MiB: a process that sends or takes large
 * files would always be that much larger. The pieces are young, so a collection of the young ones finds them: some
 * 2 ms for 8 MiB.
 *
 * @example passingBytes(chunk.length)
 */
export function passingBytes(count: number): void {
  passed += count
  if (passed < BETWEEN) return
  passed = 0
  collect ??= openCollector()
  collect()
}

/** Node has no other way to it than the flag. */
function openCollector(): () => void {
  setFlagsFromString('--expose-gc')
  const found: unknown = runInNewContext('gc')
  setFlagsFromString('--no-expose-gc')
  if (typeof found !== 'function') return () => undefined
  return () => void Reflect.apply(found, undefined, [{ type: 'minor' }])
}
