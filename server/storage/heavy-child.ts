/** The child process behind `heavy-reader.ts`: reads what it is told to, on a connection that cannot write. */
import { serveOrders } from './child-service.ts'
import { openDatabase } from './database.ts'
import type { Cell } from './dialect.ts'
import type { HeavyOrder } from './heavy-process.ts'
import { definePace } from './pace.ts'
import { rawStatements } from './statement-cache.ts'

const db = openDatabase({ file: process.argv[2] ?? '', durability: 'full', role: 'reader' })
definePace(db)
serveOrders(read)

function* read({ sql, params, maxRows }: HeavyOrder): Iterable<Cell[]> {
  const statement = rawStatements(db)(sql)
  if (!statement.reader || !statement.readonly) throw new Error('storage.heavy() only reads')
  let rows = 0
  for (const row of statement.iterate(params)) {
    if (rows >= maxRows) break
    rows += 1
    yield row
  }
}
