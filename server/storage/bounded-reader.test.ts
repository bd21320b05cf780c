import { expect, test } from 'vitest'
import { sql } from 'kysely'
import type { Storage } from './dialect.ts'
import { temporaryStorage } from './temporary.suite.ts'

/** `rows` notes, the titles of every second of which are the same; and as many words, five to a note. */
async function library(rows: number): Promise<Storage> {
  const { storage } = await temporaryStorage()
  const numbers = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows})`
  await storage.transaction(async (tx) => {
    await tx.run(
      'CREATE TABLE words (id TEXT PRIMARY KEY NOT NULL, note TEXT NOT NULL, word TEXT NOT NULL)',
      [],
    )
    await tx.run('CREATE INDEX words_note ON words (note)', [])
    await tx.run(`${numbers} INSERT INTO notes SELECT printf('n%06d', i), 'Title ' || i FROM n`, [])
    await tx.run(`${numbers} INSERT INTO words SELECT i, printf('n%06d', i / 5), 'word ' || i FROM n`, [])
  })
  return storage
}

function build(
  storage: Storage,
  text: (pace: (table?: string) => ReturnType<typeof sql>) => ReturnType<typeof sql>,
): string {
  return text((table) => storage.sql.pace(table)).compile(storage.cold).sql
}

test('a read that ends soon answers, at whatever size of the table', async () => {
  const storage = await library(40_000)
  const first = build(storage, (pace) => sql`SELECT id FROM notes WHERE ${pace('notes')} LIMIT 2`)
  expect(await storage.attempt(first, [])).toEqual([['n000001'], ['n000002']])
  const one = build(storage, (pace) => sql`SELECT title FROM notes WHERE ${pace('notes')} AND id = 'n030000'`)
  expect(await storage.attempt(one, [])).toEqual([['Title 30000']])
  expect(await storage.attempt('SELECT count(*) FROM notes', [])).toEqual([[40_000]])
})

test("a read that looks at too many rows is given up, and its errors are the database's", async () => {
  const storage = await library(40_000)
  const last = build(storage, (pace) => sql`SELECT id FROM notes WHERE ${pace('notes')} AND title LIKE '%x'`)
  expect(await storage.attempt(last, [])).toBeUndefined()
  expect(await storage.attempt(last, [])).toBeUndefined()
  const many = build(
    storage,
    (pace) => sql`SELECT count(title) FROM notes WHERE ${pace('notes')} AND id < 'n003000'`,
  )
  expect(await storage.attempt(many, [])).toEqual([[2999]])
  expect(await storage.heavy(last, [])).toEqual([])
  expect(await storage.hot.get('SELECT 1', [])).toEqual([1])
  await expect(async () => await storage.attempt('SELECT nowhere FROM notes', [])).rejects.toThrow(
    'no such column',
  )
})

test('a table that is read whole without being counted has to be small', async () => {
  const unseen = (pace: (table?: string) => ReturnType<typeof sql>): ReturnType<typeof sql> =>
    sql`SELECT id FROM notes WHERE ${pace('notes')} AND (SELECT max(word) FROM words WHERE word < notes.title) > 'x' LIMIT 1`
  const small = await library(200)
  expect(await small.attempt(build(small, unseen), [])).toEqual([])
  const large = await library(4000)
  expect(await large.attempt(build(large, unseen), [])).toBeUndefined()
  await large.transaction(async (tx) => {
    await tx.run('CREATE VIEW spoken AS SELECT id, word FROM words', [])
  })
  const view = build(large, (pace) => sql`SELECT id FROM spoken WHERE ${pace()} LIMIT 1`)
  expect(await large.attempt(view, [])).toBeUndefined()
})

test('the rows of a joined table are counted under its alias, those that are not there cost nothing', async () => {
  const storage = await library(40_000)
  const joined = (where: string): string =>
    build(
      storage,
      (pace) =>
        sql`SELECT notes.id FROM notes LEFT JOIN "words" AS "@1" ON "@1".note = notes.id
          WHERE ${pace('notes')} AND ${pace('@1')} AND ${sql.raw(where)}`,
    )
  expect(await storage.attempt(joined(`notes.id = 'n000007'`), [])).toHaveLength(5)
  expect(await storage.attempt(joined(`"@1".word = 'nothing'`), [])).toBeUndefined()
  // From the 8001st on no note has words.
  expect(await storage.attempt(joined(`notes.id > 'n030000' AND notes.id < 'n031500'`), [])).toHaveLength(
    1499,
  )
})

test('the stamp is another one after every commit, of whatever connection, and stays while nothing is', async () => {
  const { storage } = await temporaryStorage()
  const insert = 'INSERT INTO notes (id, title) VALUES (?, ?)'
  const stamps = [storage.stamp()]
  expect(storage.stamp()).toBe(stamps[0])
  await storage.write((tx) => tx.run(insert, ['1', 'a']))
  stamps.push(storage.stamp())
  await storage.transaction(async (tx) => await tx.run(insert, ['2', 'b']))
  stamps.push(storage.stamp())
  await storage.alter(async (tx) => {
    await tx.run('CREATE TABLE more (a)')
    return { result: undefined, swap: () => undefined }
  })
  stamps.push(storage.stamp())
  await storage.console({ sql: 'DELETE FROM notes', isWrite: true, maxRows: 1, deadline: 5000 })
  stamps.push(storage.stamp())
  expect(new Set(stamps).size).toBe(5)
})
