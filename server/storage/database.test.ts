import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { assertVersion, openDatabase, type Role } from './database.ts'

let dir = ''
let file = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'dapur-'))
  file = join(dir, 'data.db')
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

function read(db: Database.Database, pragma: string): unknown {
  return db.pragma(pragma, { simple: true })
}

test('a file that is opened again is as durable as the first time', () => {
  openDatabase({ file, durability: 'full', role: 'hot' }).close()
  // The trap that this is about: a plain connection to a file in WAL mode falls to NORMAL.
  const plain = new Database(file)
  expect(read(plain, 'synchronous')).toBe(1)
  plain.close()
  for (const role of ['hot', 'owned', 'worker', 'reader'] as const satisfies Role[]) {
    const db = openDatabase({ file, durability: 'full', role })
    expect(read(db, 'synchronous')).toBe(2)
    db.close()
  }
})

test('every connection has the pragmas that we rely on', () => {
  const db = openDatabase({ file, durability: 'normal', role: 'hot' })
  const names = [
    'journal_mode',
    'synchronous',
    'foreign_keys',
    'trusted_schema',
    'cell_size_check',
    'mmap_size',
    'temp_store',
  ]
  expect(names.map((name) => read(db, name))).toEqual(['wal', 1, 1, 0, 1, 0, 2])
  expect([read(db, 'busy_timeout'), read(db, 'wal_autocheckpoint')]).toEqual([0, 20_000])
  expect([read(db, 'cache_size'), read(db, 'journal_size_limit')]).toEqual([-32_000, 67_108_864])
  const worker = openDatabase({ file, durability: 'normal', role: 'worker' })
  expect([read(worker, 'busy_timeout'), read(worker, 'wal_autocheckpoint')]).toEqual([5000, 0])
  worker.close()
  db.close()
})

test('a reader cannot write', () => {
  openDatabase({ file, durability: 'full', role: 'hot' }).close()
  const db = openDatabase({ file, durability: 'full', role: 'reader' })
  expect(() => db.exec('CREATE TABLE a (b)')).toThrow('readonly')
  db.close()
})

test('a SQLite that can lose data is refused', () => {
  expect(() => assertVersion('3.51.2')).toThrow('3.51.3')
  expect(() => assertVersion('3.9.9')).toThrow('3.51.3')
  expect(assertVersion('3.51.3')).toBeUndefined()
  expect(assertVersion('4.0.0')).toBeUndefined()
})

test('views over JSON work with an untrusted schema', () => {
  const db = openDatabase({ file, durability: 'full', role: 'hot' })
  db.exec(`CREATE TABLE notes (id TEXT, tags JSON); INSERT INTO notes VALUES ('n', '["a","b"]')`)
  db.exec(
    `CREATE VIEW tags AS SELECT json_extract(tags, '$[0]') AS first, item.value FROM notes, json_each(tags) AS item`,
  )
  expect(db.prepare('SELECT * FROM tags').all()).toEqual([
    { first: 'a', value: 'a' },
    { first: 'a', value: 'b' },
  ])
  db.close()
})
