/**
 * The child process behind `console.ts`: runs what a superuser typed. Its words are the file, `read` or `write`, and
 * the durability. A read answers a row of column names, a row of declared types, then the rows; a write answers the
 * number of changed rows.
 */
import Database from 'better-sqlite3'
import { serveOrders } from './child-service.ts'
import { guardStatement, isExplained, refusal } from './console-guard.ts'
import { openDatabase } from './database.ts'
import type { Cell } from './dialect.ts'
import type { HeavyOrder } from './heavy-process.ts'
import { splitStatements, type SqlStatement } from './sql-statements.ts'
import { bumpSql } from './versions.ts'

const [, , file = '', kind = '', durability = ''] = process.argv
const isWrite = kind === 'write'
const db = openDatabase({
  file,
  durability: durability === 'normal' ? 'normal' : 'full',
  role: isWrite ? 'worker' : 'reader',
})
serveOrders(isWrite ? write : read)

function* read({ sql, maxRows }: HeavyOrder): Iterable<Cell[]> {
  const statements = statementsOf(sql).map((statement) => prepareRead(statement))
  const last = statements.pop()
  if (!last) return
  // What comes before the last one is run for its errors.
  for (const statement of statements) statement.get()
  const columns = last.columns()
  yield columns.map(({ name }) => name)
  yield columns.map(({ type }) => type ?? '')
  let rows = 0
  for (const row of last.raw().safeIntegers().iterate()) {
    if (rows >= maxRows) break
    rows += 1
    yield row.map(toText)
  }
}

function prepareRead(statement: SqlStatement): Database.Statement<[], unknown[]> {
  const prepared = db.prepare<[], unknown[]>(statement.text)
  if (!prepared.reader || !(prepared.readonly || isExplained(statement))) throw refusal('this would write')
  return prepared
}

function write({ sql }: HeavyOrder): Cell[][] {
  db.exec('BEGIN IMMEDIATE')
  try {
    let changes = 0
    for (const { text } of statementsOf(sql)) changes = runWrite(text)
    // Whoever keeps accounts and their tokens in memory reads them anew.
    db.prepare(bumpSql).run('tokens')
    db.exec('COMMIT')
    return [[changes]]
  } finally {
    if (db.inTransaction) db.exec('ROLLBACK')
  }
}

function runWrite(text: string): number {
  const statement = db.prepare<[]>(text)
  if (!statement.reader) return statement.run().changes
  const before = count('total_changes')
  const rows = statement.iterate()
  while (rows.next().done !== true);
  return count('total_changes') === before ? 0 : count('changes')
}

function count(what: 'changes' | 'total_changes'): number {
  return db.prepare<[], number>(`SELECT ${what}()`).pluck().get() ?? 0
}

/** All of them are looked at before the first one runs. */
function statementsOf(sql: string): SqlStatement[] {
  const statements = splitStatements(sql)
  for (const statement of statements) guardStatement(statement, isWrite)
  if (statements.length === 0) throw new Database.SqliteError('there is no statement', 'SQLITE_ERROR')
  return statements
}

/** As the wire has it: whole numbers in decimal, blobs as the text that they hold. */
function toText(value: unknown): string | null {
  if (typeof value === 'string' || value === null) return value
  if (typeof value === 'number' || typeof value === 'bigint') return value.toString()
  if (Buffer.isBuffer(value)) return value.toString()
  throw new Error(`a cell of the type ${typeof value}`)
}
