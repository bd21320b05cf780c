/** What SQLite's errors say, in the words of the contract. */
import Database from 'better-sqlite3'
import { apiError } from '../base/error.ts'
import type { Clash } from './dialect.ts'

/** The first words of result codes (https://www.sqlite.org/rescode.html) that are not about the statement itself. */
const causes: readonly (readonly [prefix: string, kind: 'busy' | 'full' | 'broken'])[] = [
  ['SQLITE_BUSY', 'busy'],
  ['SQLITE_LOCKED', 'busy'],
  ['SQLITE_PROTOCOL', 'busy'],
  ['SQLITE_FULL', 'full'],
  // Making room for the index of the WAL fails like this where there is none.
  ['SQLITE_IOERR_SHMSIZE', 'full'],
  ['SQLITE_IOERR', 'broken'],
  ['SQLITE_CORRUPT', 'broken'],
  ['SQLITE_NOTADB', 'broken'],
  ['SQLITE_NOMEM', 'broken'],
  ['SQLITE_CANTOPEN', 'broken'],
  ['SQLITE_READONLY', 'broken'],
]

const uniqueCodes = new Set([
  'SQLITE_CONSTRAINT_UNIQUE',
  'SQLITE_CONSTRAINT_PRIMARYKEY',
  'SQLITE_CONSTRAINT_ROWID',
])

/**
 * Read an error of SQLite; null for an error that is not the database's.
 *
 * @example readSqliteError(error) // { kind: 'unique', table: 'posts', columns: ['slug'] }
 */
export function readSqliteError(error: unknown): Clash | null {
  if (!(error instanceof Database.SqliteError)) return isClosed(error) ? { kind: 'busy' } : null
  if (uniqueCodes.has(error.code)) return readUnique(error.message)
  const cause = causes.find(([prefix]) => error.code.startsWith(prefix))
  return cause ? { kind: cause[1] } : { kind: 'sql', message: error.message }
}

/** A read of somebody whose request outlived the storage: another one is open in its place, or will be. */
function isClosed(error: unknown): boolean {
  return error instanceof TypeError && error.message === 'The database connection is not open'
}

/**
 * What leaves storage: trouble of the database itself becomes `storage_busy`, `storage_full` or `storage_broken`;
 * everything else (a clash, a wrong statement, an error of the caller's own code) stays what it is.
 */
export function translateError(error: unknown): Error {
  const clash = readSqliteError(error)
  if (clash?.kind === 'busy') return apiError('storage_busy', {}, { cause: error })
  if (clash?.kind === 'full') return apiError('storage_full', {}, { cause: error })
  if (clash?.kind === 'broken') return apiError('storage_broken', {}, { cause: error })
  return error instanceof Error ? error : new Error(String(error), { cause: error })
}

/** `UNIQUE constraint failed: posts.title, posts.slug`, or `… failed: index 'name'` for an index over expressions. */
function readUnique(message: string): Clash {
  const what = message.slice(message.indexOf(': ') + 2)
  const index = /^index '(.*)'$/.exec(what)?.[1]
  if (index !== undefined) return { kind: 'unique', table: '', columns: [], index }
  const columns = what.split(', ').map((column) => column.slice(column.indexOf('.') + 1))
  return { kind: 'unique', table: what.slice(0, what.indexOf('.')), columns }
}

/** An error that can cross a thread or process border. */
export interface SentError {
  readonly message: string
  /** SQLite's result code, or '' for an error of another kind. */
  readonly code: string
}

/** Pack an error for the way to another thread or process. */
export function sendError(error: unknown): SentError {
  if (error instanceof Database.SqliteError) return { message: error.message, code: error.code }
  return { message: error instanceof Error ? error.message : String(error), code: '' }
}

/** Unpack it there: the same code and message, so that `readSqliteError` works on it. */
export function receiveError(sent: SentError): Error {
  return sent.code === '' ? new Error(sent.message) : new Database.SqliteError(sent.message, sent.code)
}
