import { once } from 'node:events'
import { expect, test } from 'vitest'
import { otherProcess } from './other-process.suite.ts'
import { countNotes, insertNote, longestStandstill, temporaryStorage } from './temporary.suite.ts'
import { bumpVersion } from './versions.ts'

test('while another process writes, ours wait without stopping the loop, and then are done', async () => {
  const { dir, storage } = await temporaryStorage()
  const other = await otherProcess('hold', dir, '600')
  const hot = storage.write((tx) => tx.run(insertNote, ['1', 'a']))
  const owner = storage.transaction(async (tx) => tx.run(insertNote, ['2', 'b']))
  expect(storage.hot.get(countNotes, [])).toEqual([0])
  const { standstill, total } = await longestStandstill(Promise.all([hot, owner]))
  expect(total).toBeGreaterThan(300)
  expect(standstill).toBeLessThan(total / 2)
  expect(storage.hot.get(countNotes, [])).toEqual([2])
  if (other.exitCode === null) await once(other, 'exit')
})

test('when the other process does not end, the caller hears that the database is busy', async () => {
  const { dir, storage } = await temporaryStorage()
  const other = await otherProcess('hold', dir, '60000')
  const write = storage.write((tx) => tx.run(insertNote, ['1', 'a']))
  await expect(write).rejects.toMatchObject({ code: 'storage_busy', status: 503 })
  other.kill('SIGKILL')
  await once(other, 'exit')
  await storage.write((tx) => tx.run(insertNote, ['2', 'b']))
  expect(storage.hot.get(countNotes, [])).toEqual([1])
})

test('what another process changed is told once, by name; what we changed ourselves is not', async () => {
  const { dir, storage } = await temporaryStorage()
  const told: string[] = []
  storage.onForeignChange((what) => told.push(what))
  await storage.write((tx) => bumpVersion(tx, 'tokens'))
  await storage.transaction(async (tx) => bumpVersion(tx, 'settings'))
  await storage.alter(async (tx) => {
    await bumpVersion(tx, 'catalog')
    return { result: undefined, swap: () => undefined }
  })
  await storage.hot.get(countNotes, [])
  expect(told).toEqual([])
  await otherProcess('bump', dir, 'settings')
  storage.enterTurn()
  expect(told).toEqual(['settings'])
  await otherProcess('bump', dir, 'catalog')
  await storage.write((tx) => bumpVersion(tx, 'tokens'))
  await storage.hot.get(countNotes, [])
  expect(told).toEqual(['settings', 'catalog'])
})
