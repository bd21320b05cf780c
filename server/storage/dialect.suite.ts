/** What every dialect must do, as tests. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { migrations } from '../../migrations/index.ts'
import { andThen } from '../base/now.ts'
import type { Storage, StorageDialect } from './dialect.ts'
import { testChangeLog } from './change-log.suite.ts'
import { migrate } from './migrate.ts'
import { testSql } from './sql.suite.ts'

/** Put something around each storage, e.g. `lateStorage`. */
export type Wrap = (storage: Storage) => Storage

const insert = 'INSERT INTO notes (id, title) VALUES (?, ?)'
const titles = 'SELECT title FROM notes ORDER BY id'

/** Run the shared cases on one dialect. */
export function testDialect(name: string, dialect: StorageDialect, wrap: Wrap = (storage) => storage): void {
  describe(`${name}:`, () => {
    let dir = ''
    let storage: Storage
    beforeEach(async () => {
      dir = mkdtempSync(join(tmpdir(), 'dapur-'))
      storage = wrap(await dialect.open({ dir, durability: 'normal' }))
      await migrate(storage, migrations)
      await createNotes(storage)
    })
    afterEach(async () => {
      await storage.close()
      rmSync(dir, { recursive: true, force: true })
    })
    testWriting(() => storage)
    testOwners(() => storage)
    testSchemaChanges(() => storage)
    testChangeLog(() => storage)
    testSql(() => storage)

    test('migrations run once', async () => {
      expect(await migrate(storage, migrations)).toEqual([])
      const rows = await storage.cold.selectFrom('_dapur_migrations').select('name').execute()
      expect(rows.map(({ name }) => name)).toEqual(Object.keys(migrations))
    })

    test('a heavy read answers rows, and at most as many as were asked for', async () => {
      await write(storage, '1', 'rendang')
      await write(storage, '2', 'soto')
      expect(await storage.heavy(titles, [])).toEqual([['rendang'], ['soto']])
      expect(await storage.heavy(titles, [], { maxRows: 1 })).toEqual([['rendang']])
    })
  })
}

async function createNotes(storage: Storage): Promise<void> {
  const { sql } = storage
  await storage.alter(async (tx) => {
    await tx.run(`CREATE TABLE notes (id ${sql.columnType('id')}, title ${sql.columnType('text')})`)
    await tx.run('CREATE UNIQUE INDEX notes_title ON notes (title)')
    return { result: undefined, swap: () => undefined }
  })
}

function write(storage: Storage, id: string, title: string): Promise<unknown> {
  return storage.write((tx) => tx.run(insert, [id, title]))
}

async function readTitles(storage: Storage): Promise<unknown[]> {
  return (await storage.hot.all(titles, [])).flat()
}

function testWriting(current: () => Storage): void {
  test('what was written is read', async () => {
    const storage = current()
    await write(storage, '1', 'rendang')
    expect(await readTitles(storage)).toEqual(['rendang'])
    expect(await storage.cold.selectFrom('notes').selectAll().execute()).toEqual([
      { id: '1', title: 'rendang' },
    ])
    expect(await storage.hot.get('SELECT title FROM notes WHERE id = ?', ['nobody'])).toBeUndefined()
  })

  test('one bad job of ten is undone alone, whole, and hears why', async () => {
    const storage = current()
    await write(storage, 'taken', 'b5')
    const undone: number[] = []
    const jobs = Array.from({ length: 10 }, (_, index) =>
      storage.write((tx) => {
        tx.onRollback(() => undone.push(index))
        return andThen(tx.run(insert, [`a${index}`, `a${index}`]), () =>
          tx.run(insert, [`b${index}`, `b${index}`]),
        )
      }),
    )
    const failed = (await Promise.allSettled(jobs)).filter((outcome) => outcome.status === 'rejected')
    expect(failed).toHaveLength(1)
    expect(storage.sql.readError(failed[0]?.reason)).toEqual({
      kind: 'unique',
      table: 'notes',
      columns: ['title'],
    })
    expect(undone).toEqual([5])
    expect(await readTitles(storage)).toHaveLength(1 + 9 * 2)
    expect(await readTitles(storage)).not.toContain('a5')
  })

  test('after a commit: caches fall, then the answer, then events in commit order', async () => {
    const storage = current()
    const story: string[] = []
    const job = (id: string): Promise<void> =>
      storage
        .write((tx) => {
          tx.afterCommit(() => story.push(`event ${id}`))
          tx.onCommit(() => story.push(`cache ${id}`))
          return tx.run(insert, [id, id])
        })
        .then(() => void story.push(`answer ${id}`))
    await job('1')
    await job('2')
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(story.filter((line) => line.endsWith('1'))).toEqual(['cache 1', 'answer 1', 'event 1'])
    expect(story.filter((line) => line.startsWith('event'))).toEqual(['event 1', 'event 2'])
  })

  test('an undone job has no events, and its transaction cannot be used later', async () => {
    const storage = current()
    const story: string[] = []
    let leaked: (() => unknown) | undefined
    const job = storage.write((tx) => {
      tx.onCommit(() => story.push('cache'))
      tx.afterCommit(() => story.push('event'))
      leaked = () => tx.run(insert, ['9', 'late'])
      throw new Error('the stall is closed')
    })
    await expect(job).rejects.toThrow('the stall is closed')
    await expect(async () => await leaked?.()).rejects.toThrow('the transaction is over')
    expect(story).toEqual([])
    expect(await readTitles(storage)).toEqual([])
  })
}

function testOwners(current: () => Storage): void {
  test('an owner may wait; hot reads do not wait for it and see nothing of it before its commit', async () => {
    const storage = current()
    let goOn = (): void => undefined
    const open = new Promise<void>((resolve) => (goOn = resolve))
    const owner = storage.transaction(async (tx) => {
      await tx.db.insertInto('notes').values({ id: '1', title: 'rendang' }).execute()
      await open
      return await tx.get(titles, [])
    })
    const queued = write(storage, '2', 'soto')
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(await readTitles(storage)).toEqual([])
    goOn()
    expect(await owner).toEqual(['rendang'])
    expect(await readTitles(storage)).toContain('rendang')
    await queued
    expect(await readTitles(storage)).toEqual(['rendang', 'soto'])
  })

  test('an owner who takes too long is undone, and cannot write later', async () => {
    const storage = current()
    const undone: string[] = []
    let leaked: (() => Promise<unknown>) | undefined
    const owner = storage.transaction(
      async (tx) => {
        tx.onRollback(() => undone.push('file'))
        await tx.run(insert, ['1', 'rendang'])
        leaked = () => tx.db.insertInto('notes').values({ id: '2', title: 'soto' }).execute()
        await new Promise((resolve) => setTimeout(resolve, 200))
      },
      { deadline: 40 },
    )
    await expect(owner).rejects.toMatchObject({ code: 'transaction_expired' })
    expect(undone).toEqual(['file'])
    await write(storage, '3', 'sate')
    await expect(leaked?.()).rejects.toMatchObject({ code: 'transaction_expired' })
    expect(await readTitles(storage)).toEqual(['sate'])
  })

  test('what an owner throws undoes the owner alone', async () => {
    const storage = current()
    const owner = storage.transaction(async (tx) => {
      await tx.run(insert, ['1', 'rendang'])
      throw new Error('the stall is closed')
    })
    await expect(owner).rejects.toThrow('the stall is closed')
    expect(await readTitles(storage)).toEqual([])
  })
}

function testSchemaChanges(current: () => Storage): void {
  test('a schema change that fails changes nothing, and its error can be read', async () => {
    const storage = current()
    await storage.write((tx) => andThen(tx.run(insert, ['1', 'a']), () => tx.run(insert, ['2', 'b'])))
    let isSwapped = false
    const change = storage.alter(async (tx) => {
      await tx.run('ALTER TABLE notes ADD COLUMN stall TEXT')
      await tx.run('CREATE UNIQUE INDEX notes_stall ON notes (stall)')
      await tx.run(`UPDATE notes SET stall = 'same'`)
      return { result: undefined, swap: () => (isSwapped = true) }
    })
    const error: unknown = await change.catch((reason: unknown) => reason)
    expect(storage.sql.readError(error)).toEqual({ kind: 'unique', table: 'notes', columns: ['stall'] })
    expect(isSwapped).toBe(false)
    expect(
      Object.keys((await storage.cold.selectFrom('notes').selectAll().executeTakeFirst()) ?? {}),
    ).toEqual(['id', 'title'])
  })

  test('a schema change swaps at its commit: whoever runs next sees the new tables', async () => {
    const storage = current()
    await write(storage, '1', 'rendang')
    await readTitles(storage)
    const seen: unknown[] = []
    const result = await storage.alter(async (tx) => {
      await tx.run(`ALTER TABLE notes ADD COLUMN stall TEXT DEFAULT 'Bu Tini'`)
      expect(await tx.all('SELECT stall FROM notes', [])).toEqual([['Bu Tini']])
      // The snapshot of this turn is older than the commit; the swap must not see it.
      expect(await readTitles(storage)).toEqual(['rendang'])
      return { result: 'done', swap: () => seen.push(storage.hot.get('SELECT stall FROM notes', [])) }
    })
    expect(result).toBe('done')
    expect(await Promise.all(seen)).toEqual([['Bu Tini']])
  })
}
