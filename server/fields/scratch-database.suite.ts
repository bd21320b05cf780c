import Database from 'better-sqlite3'
import type { Cell, Reader } from '../storage/dialect.ts'
import type { CheckContext, Field, SettingsContext } from './field-type.ts'

/** A reader over a database of its own, which counts what it is asked; `late` answers everything with promises. */
export interface ScratchDatabase {
  readonly now: Reader
  readonly late: Reader
  readonly asked: string[]
}

/** A database in memory with these tables of ids. */
export function scratchDatabase(tables: Readonly<Record<string, readonly string[]>>): ScratchDatabase {
  const database = new Database(':memory:')
  const asked: string[] = []
  for (const [table, ids] of Object.entries(tables)) {
    database.exec(`CREATE TABLE "${table}" ("id" TEXT PRIMARY KEY NOT NULL)`)
    for (const id of ids) database.prepare(`INSERT INTO "${table}" VALUES (?)`).run(id)
  }
  const all = (sql: string, params: readonly Cell[]): Cell[][] => {
    asked.push(sql)
    return database
      .prepare<Cell[], Cell[]>(sql)
      .raw()
      .all(...params)
  }
  const get = (sql: string, params: readonly Cell[]): Cell[] | undefined => all(sql, params)[0]
  return {
    asked,
    now: { all, get },
    late: {
      all: async (sql, params) => all(sql, params),
      get: async (sql, params) => get(sql, params),
    },
  }
}

/** What a check is told when a record of `posts` is created; `changes` say otherwise. */
export function checkContext(changes: Partial<CheckContext> = {}): CheckContext {
  return {
    verb: 'create',
    tx: scratchDatabase({}).now,
    stored: undefined,
    recordId: 'aaaaaaaaaaaaaaa',
    collection: { id: 'pbc_posts', name: 'posts' },
    tableOf: () => undefined,
    ...changes,
  }
}

/** What a check of settings is told about a new field of a base collection; `field` and `changes` say otherwise. */
export function settingsContext(
  field: Partial<Field> = {},
  changes: Partial<SettingsContext> = {},
): SettingsContext {
  return {
    field: {
      id: 'text1',
      name: 'title',
      type: 'text',
      help: '',
      options: {},
      system: false,
      hidden: false,
      presentable: false,
      required: false,
      ...field,
    },
    collection: { id: 'pbc_posts', type: 'base' },
    stored: undefined,
    collectionType: () => undefined,
    ...changes,
  }
}
