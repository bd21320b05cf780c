/** The data directory: what lies in it, and who may use it. */
import { randomBytes } from 'node:crypto'
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { readSqliteError } from './sqlite-error.ts'

/** Bytes that an operator can free on a full disk: there even deleting rows fails. */
const ballastSize = 16 * 1024 * 1024

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
 */
export function createDataDir(dir: string): void {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  for (const folder of ['storage', 'backups', 'tmp'])
    mkdirSync(join(dir, folder), { recursive: true, mode: 0o700 })
}

/**
 * Take the directory for this process alone: make it, lock it, empty `tmp/`, put the ballast in.
 *
 * The lock is a SQLite file with an exclusive transaction on it; the kernel frees it however the process ends. Never
 * open `.lock` or `data.db` through `fs` in the same process: closing such a handle drops the locks of the process
 * (POSIX advisory locks, https://www.sqlite.org/howtocorrupt.html §2.2).
 *
 * @example const dataDir = openDataDir('./data')
 * @throws Error when another process has it
 */
export function openDataDir(dir: string): DataDir {
  createDataDir(dir)
  const lock = takeLock(dir)
  const tmp = join(dir, 'tmp')
  rmSync(tmp, { recursive: true, force: true })
  mkdirSync(tmp, { mode: 0o700 })
  return { dir, hasBallast: putBallast(join(dir, 'ballast')), release: () => freeLock(lock) }
}

/** Held here too: a connection that nobody refers to is closed when its memory is freed. */
const locks = new Set<Database.Database>()

function takeLock(dir: string): Database.Database {
  const lock = new Database(join(dir, '.lock'), { timeout: 0 })
  try {
    lock.exec('BEGIN EXCLUSIVE')
    locks.add(lock)
    return lock
  } catch (error) {
    lock.close()
    if (readSqliteError(error)?.kind !== 'busy') throw error
    const message = `another Dapur process uses the data directory "${dir}": stop it first, or choose another one with --dir`
    throw new Error(message, { cause: error })
  }
}

function freeLock(lock: Database.Database): void {
  locks.delete(lock)
  lock.close()
}

function putBallast(file: string): boolean {
  if (statSync(file, { throwIfNoEntry: false })?.size === ballastSize) return true
  try {
    // Random, so that no file system stores it in less room than it is meant to keep.
    writeFileSync(file, randomBytes(ballastSize), { mode: 0o600 })
    return true
  } catch (error) {
    rmSync(file, { force: true })
    // A server must start on a full disk, or nobody can free it.
    if (isDiskFull(error)) return false
    throw error
  }
}

function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
}
