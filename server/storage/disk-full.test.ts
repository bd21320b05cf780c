import { afterAll, afterEach, expect, test } from 'vitest'
import { smallDisk } from '../tests/small-disk.ts'
import { countNotes, insertNote, temporaryStorage } from './temporary.suite.ts'

const disk = smallDisk(48)
afterEach(() => disk.free())
afterAll(() => disk.remove())

/** More than the page cache holds, so that the disk is full in the middle of the statement. */
const giant = `INSERT INTO notes SELECT 'g' || i, hex(randomblob(4000)) FROM (
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 12000) SELECT i FROM n)`

const full = { status: 'rejected', reason: { code: 'storage_full', status: 507 } }

test.skipIf(disk.whyNot)('on a full disk nothing that was not acknowledged becomes durable', async () => {
  const { storage } = await temporaryStorage(disk.path)
  await storage.write((tx) => tx.run(insertNote, ['acknowledged', 'a']))
  const undone: string[] = []
  const job = (id: string): Promise<unknown> =>
    storage.write((tx) => {
      tx.onRollback(() => undone.push(id))
      return tx.run(insertNote, [id, id])
    })
  const hungry = (): Promise<unknown> =>
    storage.write((tx) => {
      try {
        return tx.run(giant, [])
      } catch {
        // A job may think that it can go on; what it writes now would be a transaction of its own.
        return tx.run(insertNote, ['alone', 'alone'])
      }
    })
  const outcomes = await Promise.allSettled([job('before'), hungry(), job('after')])
  expect(outcomes).toMatchObject([full, full, full])
  // The job behind it has not even run.
  expect(undone).toEqual(['before'])
  expect(storage.hot.all('SELECT id FROM notes', [])).toEqual([['acknowledged']])
  await job('later')
  expect(storage.hot.get(countNotes, [])).toEqual([2])
})

test.skipIf(disk.whyNot)(
  'a COMMIT that finds the disk full fails all of its group; reads go on; with room, writes do too',
  async () => {
    const { storage } = await temporaryStorage(disk.path)
    await storage.write((tx) => tx.run(insertNote, ['acknowledged', 'a']))
    disk.fill()
    const jobs = Array.from({ length: 50 }, (_, index) =>
      storage.write((tx) => tx.run('INSERT INTO notes VALUES (?, hex(randomblob(10000)))', [`n${index}`])),
    )
    const outcomes = await Promise.allSettled(jobs)
    expect(outcomes.every((outcome) => outcome.status === 'rejected')).toBe(true)
    expect(outcomes[49]).toMatchObject(full)
    expect(storage.hot.get(countNotes, [])).toEqual([1])
    disk.free()
    await storage.write((tx) => tx.run(insertNote, ['again', 'again']))
    expect(storage.hot.get(countNotes, [])).toEqual([2])
  },
)

test.skipIf(disk.whyNot)('a schema change and an owner on a full disk change nothing', async () => {
  const { storage } = await temporaryStorage(disk.path)
  const change = storage.alter(async (tx) => {
    await tx.run(giant).catch(() => undefined)
    await tx.run('CREATE TABLE alone (id TEXT)')
    return { result: undefined, swap: () => undefined }
  })
  await expect(change).rejects.toMatchObject({ code: 'storage_full' })
  const owner = storage.transaction(async (tx) => {
    await tx.run(insertNote, ['1', '1'])
    const error = await attempt(() => tx.run(giant, []))
    expect(storage.sql.readError(error)).toEqual({ kind: 'full' })
    await attempt(() => tx.run(insertNote, ['alone', 'alone']))
  })
  await expect(owner).rejects.toMatchObject({ code: 'storage_full' })
  expect(storage.hot.get(countNotes, [])).toEqual([0])
  expect(() => storage.hot.get('SELECT 1 FROM alone', [])).toThrow('no such table')
})

async function attempt(work: () => unknown): Promise<unknown> {
  try {
    return await work()
  } catch (error) {
    return error
  }
}
