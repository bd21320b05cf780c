/** The data directory: what lies in it, and who may use it. */
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { putBallast } from './ballast.ts'
import { finishSwap, isSwapUnfinished } from './data-swap.ts'
import { type FileLock, takeFileLock } from './file-lock.ts'

export interface DataDir {
  readonly dir: string
  /** False when the disk had no room for the ballast. */
  readonly hasBallast: boolean
  /** Let another server have it. */
  release(): void
}

/**
 * Make the directory (mode 0700) with its folders, for commands that work beside a running server.
 *
 * @example createDataDir('./data')
 * @throws Error while a restore is unfinished: a database would be made where the restored one is to come
 */
export function createDataDir(dir: string): void {
  if (isSwapUnfinished(dir))
    throw new Error(`a restore of "${dir}" was cut off: start the server once, which finishes it`)
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  for (const folder of ['storage', 'backups', 'tmp'])
    mkdirSync(join(dir, folder), { recursive: true, mode: 0o700 })
}

/**
 * Take the directory for this process alone: make it, lock it, finish a restore that was cut off, empty `tmp/`, put
 * the ballast in.
 *
 * The lock is a SQLite file with an exclusive transaction on it; the kernel frees it however the process ends. Never
 * open `.lock` or `data.db` through `fs` in the same process: closing such a handle drops the locks of the process
 * (POSIX advisory locks, https://www.sqlite.org/howtocorrupt.html §2.2).
 *
 * @example const dataDir = openDataDir('./data')
 * @throws Error when another process has it
 */
export function openDataDir(dir: string): DataDir {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const lock = takeLock(dir)
  finishSwap(dir)
  createDataDir(dir)
  const tmp = join(dir, 'tmp')
  rmSync(tmp, { recursive: true, force: true })
  mkdirSync(tmp, { mode: 0o700 })
  return { dir, hasBallast: putBallast(dir), release: () => lock.release() }
}

function takeLock(dir: string): FileLock {
  const lock = takeFileLock(join(dir, '.lock'))
  if (lock) return lock
  throw new Error(
    `another Dapur process uses the data directory "${dir}": stop it first, or choose another one with --dir`,
  )
}
