import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { countNotes, insertNote, pause, temporaryStorage } from './temporary.suite.ts'

/** Commits in a WAL file: a frame that ends one has the size of the database in its header (fileformat2.html §4.1). */
function commitsIn(wal: string): number {
  const bytes = readFileSync(wal)
  const frame = 24 + bytes.readUInt32BE(8)
  let commits = 0
  for (let at = 32; at + frame <= bytes.length; at += frame) if (bytes.readUInt32BE(at + 4) > 0) commits += 1
  return commits
}

test('a hundred writes of one turn are one commit', async () => {
  const { dir, storage } = await temporaryStorage()
  // Held, so that no checkpoint starts the file again meanwhile.
  const wal = join(dir, 'data.db-wal')
  const before = commitsIn(wal)
  await storage.write((tx) => tx.run(insertNote, ['alone', 'alone']))
  expect(commitsIn(wal) - before).toBe(1)
  const ids = Array.from({ length: 100 }, (_, index) => `n${index}`)
  // A group also ends when it takes long: on a busy machine even this one would.
  const clock = vi.spyOn(performance, 'now').mockReturnValue(performance.now())
  await Promise.all(ids.map((id) => storage.write((tx) => tx.run(insertNote, [id, id]))))
  clock.mockRestore()
  expect(commitsIn(wal) - before).toBe(2)
  expect(storage.hot.get(countNotes, [])).toEqual([101])
})

test('more than a group holds is written all the same', async () => {
  const { storage } = await temporaryStorage()
  const ids = Array.from({ length: 1000 }, (_, index) => `n${index}`)
  await Promise.all(ids.map((id) => storage.write((tx) => tx.run(insertNote, [id, id]))))
  expect(storage.hot.get(countNotes, [])).toEqual([1000])
})

test('a job that waits is refused and undone, whatever it does later', async () => {
  const { storage } = await temporaryStorage()
  let later: Promise<unknown> | undefined
  const late = storage.write((tx) => {
    const early = tx.run(insertNote, ['1', 'early'])
    later = pause(5).then(() => [early, tx.run(insertNote, ['2', 'late'])])
    return later
  })
  const good = storage.write((tx) => tx.run(insertNote, ['3', 'good']))
  await expect(late).rejects.toThrow('must not wait')
  await good
  await expect(later).rejects.toThrow('the transaction is over')
  expect(storage.hot.all('SELECT title FROM notes', [])).toEqual([['good']])
})

test('an error that a job catches undoes nothing of it', async () => {
  const { storage } = await temporaryStorage()
  await storage.write((tx) => tx.run(insertNote, ['1', 'taken']))
  const jobs = ['2', '3'].map((id) =>
    storage.write((tx) => {
      try {
        return tx.run(insertNote, [id, 'taken'])
      } catch {
        return tx.run(insertNote, [id, `free ${id}`])
      }
    }),
  )
  await Promise.all(jobs)
  expect(storage.hot.get(countNotes, [])).toEqual([3])
})

test('reads of one turn see one snapshot, and a write that was answered is seen at once', async () => {
  const { storage } = await temporaryStorage()
  expect(storage.hot.get(countNotes, [])).toEqual([0])
  await storage.transaction(async (tx) => tx.run(insertNote, ['1', 'a']))
  expect(storage.hot.get(countNotes, [])).toEqual([1])
  await storage.write((tx) => tx.run(insertNote, ['2', 'b']))
  expect(storage.hot.get(countNotes, [])).toEqual([2])
})

test('cold reads only', async () => {
  const { storage } = await temporaryStorage()
  await expect(storage.cold.insertInto('notes').values({ id: '1', title: 'a' }).execute()).rejects.toThrow(
    'only reads',
  )
  await expect(storage.cold.transaction().execute(async () => undefined)).rejects.toThrow(
    'storage.transaction()',
  )
  expect(storage.hot.get(countNotes, [])).toEqual([0])
})

test('what is under way at close is finished, events included; then nothing more is taken', async () => {
  const { storage } = await temporaryStorage()
  const event = vi.fn<() => void>()
  const write = storage.write((tx) => {
    tx.afterCommit(event)
    return tx.run(insertNote, ['1', 'a'])
  })
  const owner = storage.transaction(async (tx) => {
    await pause(20)
    await tx.run(insertNote, ['2', 'b'])
  })
  await storage.close()
  await Promise.all([write, owner])
  expect(event).toHaveBeenCalledOnce()
  const late = storage.write((tx) => tx.run(insertNote, ['3', 'c']))
  await expect(late).rejects.toMatchObject({ code: 'storage_busy' })
})
