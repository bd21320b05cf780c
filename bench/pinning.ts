import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'

/** What a command line has to start with to stay on one processor; empty where that cannot be. */
export interface Pinning {
  readonly server: readonly string[]
  readonly load: readonly string[]
}

/** Servers get processor 0 and the load processor 1, so that neither slows the other. */
export function findPinning(): Pinning {
  const canPin = availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0
  if (!canPin) return { server: [], load: [] }
  return { server: ['taskset', '-c', '0'], load: ['taskset', '-c', '1'] }
}
