/** Opens one connection to the SQLite file, with every pragma set and read back. */
import Database from 'better-sqlite3'

/** What a connection is for; it decides how long it waits, who checkpoints, and whether it may write. */
export type Role = 'hot' | 'owned' | 'worker' | 'reader' | 'auxiliary'

export interface DatabaseOptions {
  /** Path of the database file. */
  readonly file: string
  readonly durability: 'full' | 'normal'
  readonly role: Role
}

/**
 * `busyTimeout` is 0 for both connections of the main thread: SQLite would wait inside the call and stop the loop, so
 * there a timer tries again. `autocheckpoint` (pages) of the hot connection is the net under the checkpoint worker.
 */
const roles: Readonly<
  Record<Role, { readonly busyTimeout: number; readonly autocheckpoint: number; readonly readonly: boolean }>
> = {
  hot: { busyTimeout: 0, autocheckpoint: 20_000, readonly: false },
  owned: { busyTimeout: 0, autocheckpoint: 0, readonly: false },
  worker: { busyTimeout: 5000, autocheckpoint: 0, readonly: false },
  reader: { busyTimeout: 5000, autocheckpoint: 0, readonly: true },
  // No loop waits for it, so it copies its own WAL.
  auxiliary: { busyTimeout: 5000, autocheckpoint: 1000, readonly: false },
}

/** Before this version two connections that checkpoint could corrupt the file (https://www.sqlite.org/changes.html, 3.51.3). */
const oldestVersion = '3.51.3'

/**
 * Open a connection. `synchronous` is set on every one of them: on a file that is in WAL mode already, a fresh
 * connection would silently run with NORMAL.
 *
 * @example openDatabase({ file: 'data/data.db', durability: 'full', role: 'hot' })
 * @throws Error when this SQLite is too old, or a pragma does not hold what was set
 */
export function openDatabase({ file, durability, role }: DatabaseOptions): Database.Database {
  const { readonly } = roles[role]
  const db = new Database(file, { timeout: 5000, readonly, fileMustExist: readonly })
  try {
    assertVersion(String(db.prepare('SELECT sqlite_version()').pluck().get()))
    for (const [name, value, expected] of pragmas(durability, role)) setPragma(db, name, value, expected)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/**
 * Refuse a SQLite that we do not trust with data.
 *
 * @example assertVersion('3.54.1')
 */
export function assertVersion(version: string): void {
  const order = version.localeCompare(oldestVersion, 'en', { numeric: true })
  if (order < 0) throw new Error(`SQLite ${version} can lose data; at least ${oldestVersion} is needed`)
}

/** Rows: the pragma, what to set, what it must read then. `busy_timeout` is last: setting up may wait for others. */
function pragmas(
  durability: 'full' | 'normal',
  role: Role,
): (readonly [name: string, value: string, expected: string])[] {
  const { autocheckpoint, busyTimeout, readonly } = roles[role]
  return [
    ['journal_mode', 'WAL', 'wal'],
    ['synchronous', durability, durability === 'full' ? '2' : '1'],
    ['foreign_keys', 'ON', '1'],
    ['cache_size', '-32000', '-32000'],
    ['temp_store', 'MEMORY', '2'],
    ['journal_size_limit', String(64 * 1024 * 1024), String(64 * 1024 * 1024)],
    ['trusted_schema', 'OFF', '0'],
    ['cell_size_check', 'ON', '1'],
    ['mmap_size', '0', '0'],
    ['wal_autocheckpoint', String(autocheckpoint), String(autocheckpoint)],
    ['query_only', readonly ? 'ON' : 'OFF', readonly ? '1' : '0'],
    ['busy_timeout', String(busyTimeout), String(busyTimeout)],
  ]
}

function setPragma(db: Database.Database, name: string, value: string, expected: string): void {
  db.pragma(`${name} = ${value}`)
  const held = String(db.pragma(name, { simple: true }))
  if (held !== expected) throw new Error(`the database did not take "${name} = ${value}": it reads ${held}`)
}
