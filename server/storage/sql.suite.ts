/** The pieces of SQL in which databases differ, as tests for every dialect (contract data.md §5.5, §5.6). */
import { sql, type RawBuilder } from 'kysely'
import { expect, test } from 'vitest'
import type { Storage } from './dialect.ts'

export function testSql(current: () => Storage): void {
  /** The value of an expression. */
  async function value(expression: RawBuilder<unknown>): Promise<unknown> {
    const { rows } = await sql<{ value: unknown }>`SELECT ${expression} AS value`.execute(current().cold)
    return rows[0]?.value
  }
  async function items(list: RawBuilder<unknown>): Promise<unknown[]> {
    const source = current().sql.listItems(list)
    const { rows } = await sql<{ value: unknown }>`SELECT item.value FROM ${source} AS item`.execute(
      current().cold,
    )
    return rows.map((row) => row.value)
  }
  const text = (cell: string | number | null): RawBuilder<unknown> => sql`${cell}`

  test('a stored list has items and a length, and so has a single value', async () => {
    const length = (cell: string | null): Promise<unknown> => value(current().sql.listLength(text(cell)))
    expect(await items(text('["a","b"]'))).toEqual(['a', 'b'])
    expect(await items(text('[]'))).toEqual([])
    expect(await items(text('a'))).toEqual(['a'])
    expect(await items(text(''))).toEqual([''])
    expect([await length('["a","b"]'), await length('[]'), await length('a')]).toEqual([2, 0, 1])
    expect([await length(''), await length(null), await length('5')]).toEqual([0, 0, 1])
  })

  test('a value inside a JSON cell, whatever the cell holds', async () => {
    const at = (cell: string | null, ...path: (string | number)[]): Promise<unknown> =>
      value(current().sql.jsonAt(text(cell), path))
    expect(await at('{"a":{"b":["x","y"]}}', 'a', 'b', 1)).toBe('y')
    expect(await at('[1,2]', 0)).toBe(1)
    expect(await at('"word"')).toBe('word')
    expect(await at('not json')).toBe('not json')
    expect(await at('[1,2]')).toBe('[1,2]')
    expect(await at('{"a":true}', 'a')).toBe(1)
    expect(await at('{"a":null}', 'a')).toBeNull()
    expect(await at(null, 'a')).toBeNull()
  })

  test('a part of a JSON path that is not a word is refused', () => {
    expect(() => current().sql.jsonAt(text('{}'), [`a') --`])).toThrow('not a part of a JSON path')
    expect(() => current().sql.jsonAt(text('{}'), [-1])).toThrow('not a part of a JSON path')
  })

  test('comparisons know NULL, letter case and the escape sign', async () => {
    const dialect = current().sql
    const isTrue = async (expression: RawBuilder<unknown>): Promise<boolean> =>
      Boolean(await value(expression))
    expect(await isTrue(dialect.is(text(null), text(null)))).toBe(true)
    expect(await isTrue(dialect.isNot(text(null), text('a')))).toBe(true)
    expect(await isTrue(dialect.like(text('Nasi_Goreng'), text('%si\\_go%')))).toBe(true)
    expect(await isTrue(dialect.like(text('Nasi Goreng'), text('%si\\_go%')))).toBe(false)
    expect(await isTrue(dialect.notLike(text('Soto'), text('%nasi%')))).toBe(true)
    expect(await isTrue(dialect.sameText(text('ANN@x.id'), text('ann@X.id')))).toBe(true)
    expect(await value(dialect.concat(text('%'), dialect.lower(text('AB')), text('%')))).toBe('%ab%')
  })

  test('times and distances', async () => {
    const dialect = current().sql
    const time = dialect.strftime(text('%Y-%m'), [text('2026-03-04 05:06:07.000Z'), text('+1 month')])
    expect(await value(time)).toBe('2026-04')
    const jakartaToBandung = dialect.distance(text(106.8456), text(-6.2088), text(107.6191), text(-6.9175))
    expect(Number(await value(jakartaToBandung))).toBeCloseTo(116.2, 0)
    expect(typeof (await value(dialect.random()))).toBe('number')
  })

  test('rows are listed in the order in which they were inserted', async () => {
    const insert = 'INSERT INTO notes (id, title) VALUES (?, ?)'
    for (const id of ['c', 'a', 'b']) await current().write((tx) => tx.run(insert, [id, id]))
    const query = current()
      .cold.selectFrom('notes')
      .select('id')
      .orderBy(current().sql.insertionOrder('notes'))
    expect((await query.execute()).map((row) => row['id'])).toEqual(['c', 'a', 'b'])
  })
}
