import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { ImportRefusal } from '../ops/import-refusal.ts'
import { openDataDir } from '../storage/data-dir.ts'
import { openImported, openMove, type Move } from './imported-app.ts'
import { hashOf, view } from './pocketbase-fixture.ts'
import { recordTable } from './pocketbase-schema.ts'

async function reasonsOf(move: Move, options: Parameters<Move['run']>[0] = {}): Promise<readonly string[]> {
  const error: unknown = await move.run(options).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof ImportRefusal)) throw new Error(`expected a refusal, got ${String(error)}`)
  return error.reasons
}

const id = { id: 'x', name: 'id', type: 'text', system: true, primaryKey: true, required: true }

describe('data §7.2 what is not understood is refused as a whole, with every reason', () => {
  const sources: [string, (db: Database.Database) => unknown, RegExp[]][] = [
    [
      'unknown field types',
      (db) =>
        recordTable(db, {
          id: 'strange',
          name: 'strange',
          type: 'base',
          columns: 'id TEXT PRIMARY KEY, a TEXT, b TEXT',
          fields: [
            id,
            { id: 'y', name: 'a', type: 'vector' },
            { id: 'z', name: 'b', type: 'json', maxSize: 'many' },
          ],
        }),
      [/"strange": the field "a": .*vector/, /"strange": the field "b": .*maxSize/],
    ],
    [
      'a type of collection',
      (db) => db.exec(`UPDATE _collections SET type = 'queue' WHERE name = 'posts'`),
      [/queue/],
    ],
    [
      'broken JSON',
      (db) => db.exec(`UPDATE _collections SET fields = '[' WHERE name = 'posts'`),
      [/"posts".*read/],
    ],
    [
      'options of other types',
      (db) => db.exec(`UPDATE _collections SET options = '{"mfa":1}' WHERE name = 'users'`),
      [/mfa/],
    ],
    ['a table that is not there', (db) => db.exec('DROP TABLE posts'), [/"posts" has no table/]],
    [
      'a unique index',
      (db) =>
        db.exec(
          `UPDATE _collections SET indexes = '["CREATE UNIQUE INDEX i ON posts (nothing)"]' WHERE name = 'posts'`,
        ),
      [/"posts": the index .*nothing/],
    ],
    [
      'views',
      (db) => {
        view(db, 'all_posts', 'SELECT * FROM posts', '')
        view(db, 'raw', 'SELECT id, note FROM notes_of_mine', '')
        view(db, 'of_raw', 'SELECT id, note FROM raw', '')
      },
      [
        /the view "all_posts": .*\*/,
        /the view "raw": .*notes_of_mine/,
        /the view "of_raw"/,
        /--skip-broken-views/,
      ],
    ],
    [
      'settings',
      (db) => db.exec(`UPDATE _params SET value = '{"batch":{"timeout":"long"}}'`),
      [/batch\.timeout/],
    ],
  ]
  test.each(sources)('%s', async (_, alter, expected) => {
    const move = await openMove({ alter: (db) => void alter(db) })
    const before = hashOf(move.source)
    const reasons = await reasonsOf(move)
    for (const pattern of expected) expect(reasons.join('\n')).toMatch(pattern)
    expect(reasons).toHaveLength(expected.length)
    expect(existsSync(move.target)).toBe(false)
    expect(hashOf(move.source)).toBe(before)
  })
})

test('data §7.2 a rule that fits no longer is taken and lets nobody through; a spare index that does is left out', async () => {
  const { guest, report } = await openImported({
    alter: (db) =>
      db.exec(`UPDATE _collections SET listRule = 'gone = 1', indexes = '["CREATE INDEX i ON posts (nothing)"]'
               WHERE name = 'posts'`),
  })
  expect(
    await guest
      .collection('posts')
      .getFullList()
      .catch(() => []),
  ).toEqual([])
  expect(report.warnings.join('\n')).toMatch(/"posts": the index .* left out/)
  expect(report.warnings.join('\n')).toMatch(/"posts" is taken as it is, but look at listRule/)
})

test('data §7.2 views that do not work here can be left out, with those that read them', async () => {
  const { root, report } = await openImported(
    {
      alter: (db) => {
        view(db, 'raw', 'SELECT id, note FROM notes_of_mine', '')
        view(db, 'of_raw', 'SELECT id, note FROM raw', '')
      },
    },
    { skipBrokenViews: true },
  )
  const names = (await root.collections.getFullList()).map(({ name }) => name)
  expect(names).toContain('post_list')
  expect(names).not.toContain('raw')
  expect(names).not.toContain('of_raw')
  expect(report.notTaken.filter((line) => line.startsWith('The view'))).toHaveLength(2)
})

test('data §7.3 the layout before 0.23 is refused, with what to do', async () => {
  const move = await openMove({ alter: (db) => db.exec('CREATE TABLE _admins (id TEXT)') })
  expect(await reasonsOf(move)).toEqual([expect.stringContaining('start it once with a newer PocketBase')])
  const other = await openMove({ alter: (db) => db.exec('DROP TABLE _collections') })
  expect(await reasonsOf(other)).toEqual([expect.stringContaining('no table _collections')])
})

test('data §7.3 encrypted settings are refused without their key, and with another one', async () => {
  const move = await openMove({ encryptionKey: 'k'.repeat(32) })
  expect(await reasonsOf(move)).toEqual([expect.stringContaining('--encryption-key-env')])
  expect(await reasonsOf(move, { encryptionKey: 'short' })).toEqual([
    expect.stringContaining('32 characters'),
  ])
  expect(await reasonsOf(move, { encryptionKey: 'x'.repeat(32) })).toEqual([
    expect.stringContaining('another one'),
  ])
  expect(existsSync(move.target)).toBe(false)
})

test('data §7.1 a folder that is no data directory, and a damaged database, are refused', async () => {
  const move = await openMove()
  expect(await reasonsOf(move, { source: join(move.base, 'nothing') })).toEqual([
    expect.stringContaining('there is no data.db'),
  ])
  writeFileSync(join(move.source, 'data.db'), 'no database at all, though it is long enough'.repeat(50))
  expect(await reasonsOf(move)).toEqual([expect.stringContaining('cannot be read')])
  expect(existsSync(move.target)).toBe(false)
})

test('data §7.1 only an empty folder is filled: not one with data, not the source, not one in use', async () => {
  const move = await openMove()
  mkdirSync(move.target)
  writeFileSync(join(move.target, 'notes.txt'), 'mine')
  expect(await reasonsOf(move)).toEqual([expect.stringContaining('not empty (notes.txt)')])
  expect(await reasonsOf(move, { isDryRun: true })).toEqual([expect.stringContaining('not empty')])
  expect(readdirSync(move.target)).toEqual(['notes.txt'])
  rmSync(join(move.target, 'notes.txt'))
  expect(await reasonsOf(move, { target: join(move.source, 'new') })).toEqual([
    expect.stringContaining('in the source'),
  ])
  const inUse = openDataDir(move.target)
  await expect(move.run()).rejects.toThrow('another Dapur process')
  inUse.release()
  await move.run()
  expect(await reasonsOf(move)).toEqual([expect.stringContaining('data.db')])
})

test('data §7.1 a dry run tells the same and writes nothing', async () => {
  const move = await openMove()
  const before = hashOf(move.base)
  const { seconds: _, recordsPerSecond: __, ...dry } = await move.run({ isDryRun: true })
  expect(hashOf(move.base)).toBe(before)
  const { seconds: ___, recordsPerSecond, ...report } = await move.run()
  expect({ ...dry, isDryRun: false }).toEqual(report)
  expect(recordsPerSecond).toBeGreaterThan(0)
})

test('data §7.1 an import that is stopped, or fails, leaves the folder as empty as it was', async () => {
  const move = await openMove({ more: 5000 })
  const controller = new AbortController()
  const seen: number[] = []
  const running = move.run({
    signal: controller.signal,
    onProgress: ({ total }) => {
      // As a signal of the system does: in a later turn of the loop.
      if (seen.push(total) === 1) setImmediate(() => controller.abort(new Error('enough')))
    },
  })
  await expect(running).rejects.toThrow('enough')
  expect(seen[0]).toBe(5010)
  expect(seen.length).toBeLessThan(4)
  expect(existsSync(move.target)).toBe(false)
  mkdirSync(join(move.target, 'storage'), { recursive: true })
  await expect(move.run({ signal: AbortSignal.abort(new Error('at once')) })).rejects.toThrow('at once')
  expect(readdirSync(move.target, { recursive: true })).toEqual(['storage'])
  await move.run()
  expect(existsSync(join(move.target, 'data.db'))).toBe(true)
  expect(readdirSync(join(move.target, 'tmp'))).toEqual([])
})
