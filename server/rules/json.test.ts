import Database from 'better-sqlite3'
import * as fc from 'fast-check'
import { type RawBuilder, Kysely, sql, SqliteDialect } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { Cell } from '../storage/dialect.ts'
import { sqliteSql } from '../storage/sqlite-sql.ts'
import { jsonAt, listItems, listLength } from './json.ts'
import type { Value } from './value.ts'

const database = new Database(':memory:').defaultSafeIntegers()
const builder = new Kysely({ dialect: new SqliteDialect({ database }) })

function ask(fragment: RawBuilder<unknown>): Value[] {
  const { sql: text, parameters } = sql`SELECT ${fragment}`.compile(builder)
  return database
    .prepare<unknown[], Value>(text)
    .pluck()
    .all(...parameters)
}

const blanks = fc.constantFrom('', ' ', '\n', '\t ')
const json = fc
  .tuple(fc.jsonValue({ maxDepth: 3, noUnicodeString: false }), blanks)
  .map(([value, blank]) => blank + JSON.stringify(value, undefined, blank) + blank)
const odd = fc.constantFrom(
  '',
  'a',
  '{',
  '[1,]',
  '1.',
  '-0',
  '01',
  '1e5',
  '"a',
  '{"a":1,"a":2}',
  '{"\\u0061":1}',
  '[5.0,1e2]',
  '9223372036854775808',
  '-9223372036854775808',
)
// What is no code point has no bytes that could be compared.
const text = fc.oneof(json, odd).filter((cell) => !/\\ud[89a-f]/i.test(cell))
const step = fc.oneof(fc.constantFrom('a', 'b', '0', 'length'), fc.nat(3))

describe('data §5.6 JSON in memory', () => {
  it('is found as SQLite finds it', () => {
    fc.assert(
      fc.property(text, fc.array(step, { maxLength: 3 }), (cell, path) => {
        expect([jsonAt(cell, path)]).toEqual(ask(sqliteSql.jsonAt(sql`${cell}`, path)))
      }),
      { numRuns: 4000 },
    )
  })

  it('gives the items that SQLite gives', () => {
    fc.assert(
      fc.property(text, (cell) => {
        const items = sql`value FROM ${sqliteSql.listItems(sql`${cell}`)} AS items`
        expect(listItems(cell)).toEqual(ask(items))
        expect([BigInt(listLength(cell))]).toEqual(ask(sqliteSql.listLength(sql`${cell}`)))
      }),
      { numRuns: 3000 },
    )
  })

  it('is none beyond a thousand levels', () => {
    const deep = (levels: number): Cell => '['.repeat(levels) + ']'.repeat(levels)
    for (const cell of [deep(1000), deep(1001)]) {
      expect([jsonAt(cell, [0])]).toEqual(ask(sqliteSql.jsonAt(sql`${cell}`, [0])))
      expect([BigInt(listLength(cell))]).toEqual(ask(sqliteSql.listLength(sql`${cell}`)))
    }
  })
})
