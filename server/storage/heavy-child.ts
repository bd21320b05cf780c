/** The child process behind `heavy-reader.ts`: reads what it is told to, on a connection that cannot write. */
import { isMainThread, Worker } from 'node:worker_threads'
import type Database from 'better-sqlite3'
import { openDatabase } from './database.ts'
import type { Cell } from './dialect.ts'
import { entryArguments } from './entry.ts'
import type { HeavyAnswer, HeavyOrder } from './heavy-process.ts'
import { sendError } from './sqlite-error.ts'
import { rawStatements } from './statement-cache.ts'

/** About so many bytes go in one message: the main thread unpacks one between two requests. */
const partSize = 256 * 1024

function tell(answer: HeavyAnswer): void {
  process.send?.(answer)
}

function serve(file: string): void {
  const db = openDatabase({ file, durability: 'full', role: 'reader' })
  // The server may be killed while a query runs here that never ends; only another thread can see that.
  new Worker(new URL(import.meta.url), { execArgv: entryArguments, name: 'watch' }).unref()
  process.on('disconnect', () => process.exit())
  process.on('message', (order: HeavyOrder) => {
    try {
      read(db, order)
    } catch (error) {
      tell({ kind: 'failed', error: sendError(error) })
    }
  })
  tell({ kind: 'ready' })
}

function read(db: Database.Database, { sql, params, maxRows, maxBytes }: HeavyOrder): void {
  const statement = rawStatements(db)(sql)
  if (!statement.reader || !statement.readonly) throw new Error('storage.heavy() only reads')
  let part: Cell[][] = []
  let partBytes = 0
  let bytes = 0
  let rows = 0
  for (const row of statement.iterate(params)) {
    if (rows >= maxRows) break
    rows += 1
    part.push(row)
    partBytes += sizeOf(row)
    if (bytes + partBytes > maxBytes)
      throw new Error(`the answer of a costly query is larger than ${maxBytes} bytes`)
    if (partBytes < partSize) continue
    bytes += partBytes
    tell({ kind: 'rows', rows: part })
    part = []
    partBytes = 0
  }
  tell({ kind: 'done', rows: part })
}

function sizeOf(row: readonly Cell[]): number {
  let size = 0
  for (const cell of row) size += typeof cell === 'string' ? cell.length + 8 : 8
  return size
}

function watch(): void {
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL')
  }, 1000)
}

if (isMainThread) serve(process.argv[2] ?? '')
else watch()
