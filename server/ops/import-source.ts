import { copyFile, mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { openDatabase } from '../storage/database.ts'
import type { Cell } from '../storage/dialect.ts'
import { ImportRefusal, reasonOf } from './import-refusal.ts'

/** A table of the source, with its columns by their lower-case names. */
export interface SourceTable {
  readonly name: string
  readonly columns: ReadonlyMap<string, string>
}

/** A data directory of PocketBase (contract data.md §7.1), as it was when it was opened. */
export interface Source {
  readonly dir: string
  /** By lower-case name; views are no tables. */
  readonly tables: ReadonlyMap<string, SourceTable>
  readonly triggers: readonly string[]
  all(sql: string): Cell[][]
  /** Rows one by one, in constant memory; nothing else can be asked until they are read or let go. */
  rows(sql: string): Iterable<Cell[]>
  close(): void
}

/**
 * Open a data directory for reading. SQLite itself would write beside a database that it only reads, so what is
 * opened is a copy, made in `work`, of the database with its WAL.
 * Errors: `ImportRefusal` for a folder that is none, is in use, or is damaged.
 *
 * @example const source = await openSource('./pb_data', '/tmp/work')
 */
export async function openSource(dir: string, work: string): Promise<Source> {
  const file = await copyDatabase(dir, work)
  const db = openCopy(dir, file)
  const all = (sql: string): Cell[][] =>
    db
      .prepare<[], unknown[]>(sql)
      .raw()
      .all()
      .map((row) => row.map(asCell))
  const rows = function* (sql: string): Generator<Cell[]> {
    for (const row of db.prepare<[], unknown[]>(sql).raw().iterate()) yield row.map(asCell)
  }
  try {
    return { dir, ...readSchema(all), all, rows, close: () => db.close() }
  } catch (error) {
    db.close()
    throw damaged(dir, error)
  }
}

const parts = ['data.db', 'data.db-wal', 'data.db-journal']

async function copyDatabase(dir: string, work: string): Promise<string> {
  const before = await stateOf(dir)
  if (before[0] === '') {
    throw new ImportRefusal([
      `there is no data.db in "${dir}": give the folder pb_data of a PocketBase (unpack a backup first)`,
    ])
  }
  await mkdir(work, { recursive: true })
  for (const [i, part] of parts.entries()) {
    if (before[i] !== '') await copyFile(join(dir, part), join(work, part))
  }
  if ((await stateOf(dir)).join() !== before.join()) {
    throw new ImportRefusal([`"${dir}" changed while it was read: stop its PocketBase first`])
  }
  return join(work, 'data.db')
}

/** Size and time of each part, '' for one that is not there. */
function stateOf(dir: string): Promise<string[]> {
  return Promise.all(
    parts.map(async (part) => {
      const found = await stat(join(dir, part)).catch(orNothing)
      return found ? `${found.size}@${found.mtimeMs}` : ''
    }),
  )
}

function orNothing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
    return
  throw error
}

function openCopy(dir: string, file: string): ReturnType<typeof openDatabase> {
  try {
    return openDatabase({ file, durability: 'normal', role: 'worker' })
  } catch (error) {
    throw damaged(dir, error)
  }
}

function damaged(dir: string, error: unknown): ImportRefusal {
  return new ImportRefusal([`the database of "${dir}" cannot be read: ${reasonOf(error)}`], { cause: error })
}

function readSchema(all: Source['all']): Pick<Source, 'tables' | 'triggers'> {
  const tables = new Map<string, SourceTable>()
  for (const [name] of all(namesOf('table'))) {
    const columns = all(`SELECT name FROM pragma_table_info(${quoteText(String(name))})`)
    tables.set(String(name).toLowerCase(), {
      name: String(name),
      columns: new Map(columns.map(([column]) => [String(column).toLowerCase(), String(column)])),
    })
  }
  return { tables, triggers: all(namesOf('trigger')).map(([name]) => String(name)) }
}

function namesOf(type: string): string {
  return `SELECT name FROM sqlite_master WHERE type = '${type}' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name`
}

function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

// JSON is kept as bytes here and there (§7.3), and in a column without affinity anything can be.
function asCell(value: unknown): Cell {
  if (typeof value === 'string' || typeof value === 'number' || value === null) return value
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8')
  return Number(value)
}
