/** What every auxiliary storage must do, as tests. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AuxiliaryStorage, Cell } from './dialect.ts'
import { migrate, type Migrations } from './migrate.ts'

/** Opens what is kept in this folder. */
type OpenAuxiliary = (dir: string) => AuxiliaryStorage

/** The table `words (id, text)`. */
export const wordsMigration: Migrations = {
  '0001_words': {
    up: (db) =>
      db.schema
        .createTable('words')
        .addColumn('id', 'text', (column) => column.primaryKey().notNull())
        .addColumn('text', 'text')
        .execute(),
  },
}
export const insertWord = 'insert into "words" ("id", "text") values (?, ?)'
const all = 'select "id", "text" from "words" order by "id"'

/** Run the shared cases on one implementation. */
export function testAuxiliary(name: string, open: OpenAuxiliary): void {
  describe(`${name}:`, () => {
    let dir = ''
    let auxiliary: AuxiliaryStorage
    beforeEach(async () => {
      dir = mkdtempSync(join(tmpdir(), 'dapur-'))
      auxiliary = open(dir)
      await migrate(auxiliary, wordsMigration)
    })
    afterEach(async () => {
      await auxiliary.close()
      rmSync(dir, { recursive: true, force: true })
    })
    testWriting(() => auxiliary)
    testReading(() => auxiliary)
    testTransactions(() => auxiliary)

    test('it is opened again with what was written, and its migrations run once', async () => {
      await auxiliary.append(insertWord, [['a', 'one']])
      await auxiliary.close()
      auxiliary = open(dir)
      const twice: Migrations = { '0001_words': { up: () => Promise.reject(new Error('ran twice')) } }
      expect(await migrate(auxiliary, twice)).toEqual([])
      expect(await auxiliary.read(all, [])).toEqual([['a', 'one']])
    })

    test('what was ordered before the end is done, and a second end is none', async () => {
      const ordered = auxiliary.append(insertWord, [['a', 'one']])
      await Promise.all([auxiliary.close(), auxiliary.close()])
      await ordered
      auxiliary = open(dir)
      expect(await auxiliary.read(all, [])).toEqual([['a', 'one']])
    })
  })
}

function testWriting(current: () => AuxiliaryStorage): void {
  test('what is appended is there for the next read, all of it or nothing', async () => {
    await current().append(insertWord, [
      ['a', 'one'],
      ['b', null],
    ])
    const held = [
      ['a', 'one'],
      ['b', null],
    ]
    expect(await current().read(all, [])).toEqual(held)
    const clash: Cell[][] = [
      ['c', 'three'],
      ['a', 'again'],
    ]
    await expect(current().append(insertWord, clash)).rejects.toThrow('UNIQUE')
    expect(await current().read(all, [])).toEqual(held)
    expect(() => current().appendNow(insertWord, clash)).toThrow('UNIQUE')
    expect(await current().read(all, [])).toEqual(held)
  })

  test('what is appended in this very turn is there before anything is awaited', async () => {
    current().appendNow(insertWord, [['d', 'four']])
    expect(await current().read(all, [])).toEqual([['d', 'four']])
  })

  test('orders are carried out in their order, and a failure stops none of those behind it', async () => {
    const first = current().append(insertWord, [['a', 'one']])
    const clash = current().append(insertWord, [['a', 'again']])
    const change = current().run('update "words" set "text" = ?', ['changed'])
    const last = current().append(insertWord, [['b', 'two']])
    await expect(clash).rejects.toThrow('UNIQUE')
    expect(await Promise.all([first, change, last])).toEqual([undefined, 1, undefined])
    expect(await current().read(all, [])).toEqual([
      ['a', 'changed'],
      ['b', 'two'],
    ])
  })

  test('a statement says how many rows it changed, and what is left stays when room is given back', async () => {
    await current().append(insertWord, [
      ['a', 'one'],
      ['b', 'two'],
      ['c', 'three'],
    ])
    expect(await current().run('delete from "words" where "id" < ?', ['c'])).toBe(2)
    expect(await current().run('delete from "words" where "id" < ?', ['c'])).toBe(0)
    await current().compact()
    expect(await current().read(all, [])).toEqual([['c', 'three']])
  })
}

function testReading(current: () => AuxiliaryStorage): void {
  test('a read that is known to be long answers the same rows as any other', async () => {
    await current().append(insertWord, [
      ['a', 'one'],
      ['b', null],
    ])
    const one = 'select "text" from "words" where "id" = ?'
    for (const [statement, params] of [
      [all, []],
      [one, ['b']],
      [one, ['z']],
    ] as const)
      expect(await current().heavy(statement, params)).toEqual(await current().read(statement, params))
    expect(await current().heavy(one, ['b'])).toEqual([[null]])
  })

  test('a statement of the builder is read with its pace among the conditions', async () => {
    await current().append(insertWord, [
      ['a', 'one'],
      ['b', 'two'],
    ])
    const { sql, parameters } = current()
      .cold.selectFrom('words')
      .select('text')
      .where(current().sql.pace('words'))
      .where('id', '=', 'b')
      .compile()
    expect(parameters).toEqual(['b'])
    expect(await current().read(sql, ['b'])).toEqual([['two']])
  })
}

function testTransactions(current: () => AuxiliaryStorage): void {
  test('a transaction answers what its work answers, and leaves nothing behind when that fails', async () => {
    const insert = (id: string): Promise<string> =>
      current().transaction(async ({ db }) => {
        await db.insertInto('words').values({ id, text: 'in a transaction' }).execute()
        if (id === 'bad') throw new Error('thought better of it')
        return id
      })
    expect(await insert('good')).toBe('good')
    await expect(insert('bad')).rejects.toThrow('thought better of it')
    expect(await current().read('select "id" from "words"', [])).toEqual([['good']])
  })
}
