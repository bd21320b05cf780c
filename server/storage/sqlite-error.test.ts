import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { readSqliteError, receiveError, sendError, translateError } from './sqlite-error.ts'

function failOf(...statements: string[]): unknown {
  const db = new Database(':memory:')
  try {
    db.exec(
      'CREATE TABLE a (id TEXT PRIMARY KEY, b, c); CREATE UNIQUE INDEX bc ON a (b, c); CREATE UNIQUE INDEX low ON a (lower(b)) WHERE c = 9',
    )
    for (const statement of statements) db.exec(statement)
    return undefined
  } catch (error) {
    return error
  } finally {
    db.close()
  }
}

test('what clashes is named', () => {
  const double = failOf(`INSERT INTO a VALUES ('1', 'x', 'y')`, `INSERT INTO a VALUES ('2', 'x', 'y')`)
  expect(readSqliteError(double)).toEqual({ kind: 'unique', table: 'a', columns: ['b', 'c'] })
  const id = failOf(`INSERT INTO a VALUES ('1', 'x', 'y')`, `INSERT INTO a VALUES ('1', 'p', 'q')`)
  expect(readSqliteError(id)).toEqual({ kind: 'unique', table: 'a', columns: ['id'] })
  const expression = failOf(`INSERT INTO a VALUES ('1', 'x', 9)`, `INSERT INTO a VALUES ('2', 'X', 9)`)
  expect(readSqliteError(expression)).toEqual({ kind: 'unique', table: '', columns: [], index: 'low' })
})

test('a wrong statement is told from trouble of the database, and from other errors', () => {
  expect(readSqliteError(failOf('SELECT missing'))).toEqual({
    kind: 'sql',
    message: 'no such column: missing',
  })
  const kindOf = (code: string): unknown => readSqliteError(new Database.SqliteError('text', code))?.kind
  expect(
    ['SQLITE_BUSY_SNAPSHOT', 'SQLITE_FULL', 'SQLITE_IOERR_FSYNC', 'SQLITE_CORRUPT_VTAB'].map(kindOf),
  ).toEqual(['busy', 'full', 'broken', 'broken'])
  expect(readSqliteError(new Error('ours'))).toBeNull()
})

test('trouble leaves storage as an error for the caller, everything else as it is', () => {
  expect(translateError(new Database.SqliteError('text', 'SQLITE_FULL'))).toMatchObject({
    code: 'storage_full',
    status: 507,
  })
  expect(translateError(new Database.SqliteError('text', 'SQLITE_BUSY'))).toMatchObject({
    code: 'storage_busy',
    status: 503,
  })
  expect(translateError(new Database.SqliteError('text', 'SQLITE_NOTADB'))).toMatchObject({
    code: 'storage_broken',
  })
  const own = new Error('ours')
  expect(translateError(own)).toBe(own)
})

test('an error can be read behind a thread border', () => {
  const sent = structuredClone(sendError(failOf('SELECT missing')))
  expect(readSqliteError(receiveError(sent))).toEqual({ kind: 'sql', message: 'no such column: missing' })
  expect(readSqliteError(receiveError(sendError(new Error('ours'))))).toBeNull()
})
