import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryStorage } from './temporary.suite.ts'

/** About three pages each. */
const insert = 'INSERT INTO notes (id, title) VALUES (?, hex(randomblob(4000)))'

test('what was committed is copied into the file soon, without a writer doing it', async () => {
  const { dir, storage } = await temporaryStorage()
  const ids = Array.from({ length: 500 }, (_, index) => `n${index}`)
  await Promise.all(ids.map((id) => storage.write((tx) => tx.run(insert, [id]))))
  // Far below the 20,000 pages at which the hot connection would do it.
  await expect.poll(() => statSync(join(dir, 'data.db')).size, { timeout: 10_000 }).toBeGreaterThan(4_000_000)
  await storage.close()
  expect(besides(dir)).toEqual([])
})

test('writers that do not pause do not make the WAL grow for ever', async () => {
  const { dir, storage } = await temporaryStorage()
  const wal = join(dir, 'data.db-wal')
  let largest = 0
  const writer = async (name: number): Promise<void> => {
    for (let index = 0; index < 1600; index++) {
      await storage.write((tx) => tx.run(insert, [`${name}-${index}`]))
      largest = Math.max(largest, statSync(wal).size)
    }
  }
  await Promise.all(Array.from({ length: 16 }, (_, name) => writer(name)))
  await storage.close()
  // All that was written is some 300 MB; how much of it waits depends on how fast the disk is.
  expect(largest).toBeLessThan(statSync(join(dir, 'data.db')).size / 2)
})

test('close leaves one whole file behind, before the thread has started too', async () => {
  const { dir, storage } = await temporaryStorage()
  await storage.write((tx) => tx.run(insert, ['1']))
  expect(statSync(join(dir, 'data.db-wal')).size).toBeGreaterThan(0)
  await storage.close()
  expect(besides(dir)).toEqual([])
})

/** What SQLite keeps beside the file while it is open. */
function besides(dir: string): string[] {
  return ['data.db-wal', 'data.db-shm'].filter((name) => existsSync(join(dir, name)))
}
