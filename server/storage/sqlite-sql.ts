/** The places where SQL differs between databases, in SQLite's words. The only file that puts text into SQL unbound. */
import { sql, type RawBuilder } from 'kysely'
import type { ColumnKind, SqlDialect } from './dialect.ts'
import { paceSql } from './pace.ts'
import { readSqliteError } from './sqlite-error.ts'

/** Contract data.md §3.1. */
const columnTypes: Readonly<Record<ColumnKind, string>> = {
  id: `TEXT PRIMARY KEY DEFAULT ('r'||lower(hex(randomblob(7)))) NOT NULL`,
  text: `TEXT DEFAULT '' NOT NULL`,
  number: `NUMERIC DEFAULT 0 NOT NULL`,
  boolean: `BOOLEAN DEFAULT FALSE NOT NULL`,
  list: `JSON DEFAULT '[]' NOT NULL`,
  json: `JSON DEFAULT NULL`,
  point: `JSON DEFAULT '{"lon":0,"lat":0}' NOT NULL`,
}

export const sqliteSql: SqlDialect = {
  name: 'sqlite',
  altersInPlace: false,
  columnType: (kind) => columnTypes[kind],
  is: (left, right) => sql`${left} IS ${right}`,
  isNot: (left, right) => sql`${left} IS NOT ${right}`,
  like: (left, pattern) => sql`${left} LIKE ${pattern} ESCAPE '\\'`,
  notLike: (left, pattern) => sql`${left} NOT LIKE ${pattern} ESCAPE '\\'`,
  concat: (...parts) => sql`(${sql.join(parts, sql` || `)})`,
  sameText: (left, right) => sql`${left} = ${right} COLLATE NOCASE`,
  lower: (text) => sql`LOWER(${text})`,
  // `json_valid` first: `json_type` fails on text that is not JSON.
  listItems: (list) => sql`json_each(CASE WHEN ${isList(list)} THEN ${list} ELSE json_array(${list}) END)`,
  listLength: (list) =>
    sql`CASE WHEN ${isList(list)} THEN json_array_length(${list}) WHEN ${list} IS NULL OR ${list} = '' THEN 0 ELSE 1 END`,
  jsonAt: (json, path) => {
    const suffix = jsonPath(path)
    const whole = sql`json_extract(json_object('pb', ${json}), ${sql.lit(`$.pb${suffix}`)})`
    return sql`CASE WHEN json_valid(${json}) THEN json_extract(${json}, ${sql.lit(`$${suffix}`)}) ELSE ${whole} END`
  },
  strftime: (format, rest) => sql`strftime(${sql.join([format, ...rest])})`,
  distance: (lonA, latA, lonB, latB) =>
    // Rounding takes the cosine of two equal points past 1 now and then, and acos of that is NULL.
    sql`(6371 * acos(min(1.0, cos(radians(${latA})) * cos(radians(${latB})) * cos(radians(${lonB}) - radians(${lonA})) + sin(radians(${latA})) * sin(radians(${latB})))))`,
  random: () => sql`RANDOM()`,
  // Not `rowid`: that a field may be called.
  insertionOrder: (table) => sql`${sql.id(table, '_rowid_')}`,
  pace: paceSql,
  readError: readSqliteError,
}

// Not FALSE: a field may be called that, and would be taken for it.
function isList(list: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql`iif(json_valid(${list}), json_type(${list}) = 'array', 0)`
}

/** `['a', 0, 'b']` → `.a[0].b`. A literal and not a parameter, so that an index over the same expression is used. */
function jsonPath(path: readonly (string | number)[]): string {
  return path.map(pathPart).join('')
}

function pathPart(part: string | number): string {
  if (typeof part === 'number' && Number.isSafeInteger(part) && part >= 0) return `[${part}]`
  if (typeof part === 'string' && /^\w+$/.test(part)) return `.${part}`
  throw new Error(`not a part of a JSON path: ${part}`)
}
