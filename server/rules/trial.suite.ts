/** What the tests of the rule language share: collections on a real database, asked as SQL and in memory. */
import Database from 'better-sqlite3'
import { Kysely, type RawBuilder, sql, SqliteDialect } from 'kysely'
import type { Cell, ColumnKind } from '../storage/dialect.ts'
import { sqliteSql } from '../storage/sqlite-sql.ts'
import { bindConditionsIn, type ConditionsRequest } from './conditions.ts'
import { parseRule, parseSort } from './index.ts'
import { type Language, language } from './operators.ts'
import {
  type Kind,
  nobody,
  type RuleContext,
  type Scope,
  type ScopeCollection,
  type ScopeField,
} from './scope.ts'
import { fillSlots } from './slot.ts'
import { columnText } from './value.ts'

export type Cells = Readonly<Record<string, Cell>>
export type FieldOptions = Partial<Omit<ScopeField, 'name' | 'kind'>>

export function field(name: string, kind: Kind, options: FieldOptions = {}): ScopeField {
  const isElements = options.target !== undefined || kind === 'list'
  return {
    name,
    type: kind,
    kind,
    isMultiple: kind === 'list',
    isElements,
    isHidden: false,
    isUnique: false,
    ...options,
  }
}

export function collection(
  name: string,
  fields: readonly ScopeField[],
  options: Partial<ScopeCollection> = {},
): ScopeCollection {
  const all = [field('id', 'text'), ...fields]
  return {
    id: `pbc_${name}`,
    name,
    type: 'base',
    listRule: '',
    fields: all,
    field: (wanted) => all.find((known) => known.name === wanted),
    ...options,
  }
}

function scopeOf(collections: readonly ScopeCollection[]): Scope {
  return {
    find: (nameOrId) =>
      collections.find(
        (known) => known.id === nameOrId || known.name.toLowerCase() === nameOrId.toLowerCase(),
      ),
  }
}

export function contextOf(change: Partial<RuleContext> = {}): RuleContext {
  return { ...nobody, now: Date.parse('2026-11-24T10:20:30.456Z'), ...change }
}

const columns: Readonly<Record<Kind, ColumnKind>> = {
  text: 'text',
  number: 'number',
  boolean: 'boolean',
  date: 'text',
  list: 'list',
  json: 'json',
  point: 'point',
}

/** A database in memory with the tables of some collections. */
export class World {
  readonly scope: Scope
  readonly database: Database.Database
  readonly #builder: Kysely<Record<string, never>>

  constructor(collections: readonly ScopeCollection[]) {
    this.scope = scopeOf(collections)
    this.database = new Database(':memory:')
    this.#builder = new Kysely({ dialect: new SqliteDialect({ database: this.database }) })
    for (const { name, fields } of collections) {
      const kept = fields.map((known) => {
        // Old databases have columns that may be NULL; rules have to be right for these too.
        const type = sqliteSql.columnType(known.name === 'id' ? 'id' : columns[known.kind])
        return `"${known.name}" ${type.replace(' NOT NULL', known.name === 'id' ? ' NOT NULL' : '')}`
      })
      this.database.exec(`CREATE TABLE "${name}" (${kept.join(', ')})`)
    }
  }

  find(name: string): ScopeCollection {
    const found = this.scope.find(name)
    if (!found) throw new Error(`no collection ${name}`)
    return found
  }

  insert(name: string, rows: readonly Cells[]): void {
    for (const row of rows) {
      const names = Object.keys(row)
      const statement = `INSERT INTO "${name}" (${names.map((key) => `"${key}"`).join(', ')}) VALUES (${names.map(() => '?').join(', ')})`
      this.database.prepare(statement).run(...Object.values(row))
    }
  }

  rows(name: string): Cells[] {
    return this.database.prepare<[], Record<string, Cell>>(`SELECT * FROM "${name}"`).all()
  }

  /** The statement that a question becomes. */
  compile(
    name: string,
    asked: Asked,
    spoken: Language = language,
  ): { readonly text: string; readonly parameters: Cell[] } {
    const { context = contextOf(), virtual } = asked
    const pieces = bindConditionsIn(spoken, this.request(name, asked)).pieces(context)
    const table = sql.id(virtual ? virtual.table : name)
    const distinct = pieces.needsDistinct ? sql`DISTINCT ` : sql``
    const where = pieces.where ? sql` WHERE ${pieces.where}` : sql``
    const order = pieces.orderBy.length > 0 ? sql` ORDER BY ${sql.join(pieces.orderBy)}` : sql``
    const joins = sql.join([...pieces.joins], sql` `)
    const query = sql`${virtual ? this.#virtualRow(name, virtual) : sql``}SELECT ${distinct}${table}.* FROM ${table} ${joins}${where}${order}`
    const { sql: text, parameters } = query.compile(this.#builder)
    return { text, parameters: fillSlots(parameters, context) }
  }

  request(name: string, { rule, filter, sort, restrict = false, virtual }: Asked): ConditionsRequest {
    return {
      scope: this.scope,
      collection: this.find(name),
      sql: sqliteSql,
      restrict,
      ...(rule === undefined ? {} : { rule: parseRule(rule) }),
      ...(filter === undefined ? {} : { filter: parseRule(filter) }),
      ...(sort === undefined ? {} : { sort: parseSort(sort) }),
      ...(virtual ? { virtual } : {}),
    }
  }

  /** The ids of the records for which it holds, in the order of the answer. */
  ids(name: string, asked: Asked, spoken: Language = language): string[] {
    const { text, parameters } = this.compile(name, asked, spoken)
    return this.database
      .prepare<Cell[], { id: string }>(text)
      .all(...parameters)
      .map((row) => row.id)
  }

  #virtualRow(name: string, { table, cells }: VirtualRow): RawBuilder<unknown> {
    const values = this.find(name).fields.map(({ name: column, kind }) => {
      const cell = cells[column] ?? null
      // As a text, so that a whole number becomes the INTEGER that a column would make of it.
      const value = sql`${typeof cell === 'number' ? columnText(cell) : cell}`
      const isNumber = kind === 'number' || kind === 'boolean'
      const isText = kind === 'text' || kind === 'date'
      const cast = isNumber ? sql`CAST(${value} AS NUMERIC)` : isText ? sql`CAST(${value} AS TEXT)` : value
      return sql`${cast} AS ${sql.id(column)}`
    })
    return sql`WITH ${sql.id(table)} AS (SELECT ${sql.join(values)}) `
  }
}

interface VirtualRow {
  readonly table: string
  readonly cells: Cells
}

export interface Asked {
  readonly rule?: string
  readonly filter?: string
  readonly sort?: string
  readonly restrict?: boolean
  readonly context?: RuleContext
  readonly virtual?: VirtualRow
}
