import { expect, test } from 'vitest'
import { countNotes, insertNote, longestStandstill, pause, temporaryStorage } from './temporary.suite.ts'

const fill = `INSERT INTO notes SELECT 'n' || i, 'title ' || i FROM (
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 200000) SELECT i FROM n)`

test('a slow schema change stops neither the loop nor hot reads', async () => {
  const { storage } = await temporaryStorage()
  let reads = 0
  const change = storage.alter(async (tx) => {
    await tx.run(fill)
    await tx.run('CREATE INDEX slow ON notes (lower(title) || id)')
    return { result: undefined, swap: () => undefined }
  })
  const reading = (async () => {
    for (let isOver = false; !isOver;) {
      isOver = await Promise.race([change.then(() => true), pause(5).then(() => false)])
      const [count] = (await storage.hot.get(countNotes, [])) ?? []
      expect(count).toBe(isOver ? 200_000 : 0)
      reads += 1
    }
  })()
  const { standstill, total } = await longestStandstill(change)
  await reading
  expect(total).toBeGreaterThan(150)
  expect(standstill).toBeLessThan(total / 2)
  expect(reads).toBeGreaterThan(5)
})

test('writes wait for a schema change and run on the new tables', async () => {
  const { storage } = await temporaryStorage()
  const order: string[] = []
  const change = storage.alter(async (tx) => {
    await tx.run('ALTER TABLE notes ADD COLUMN stall TEXT')
    return { result: undefined, swap: () => order.push('swap') }
  })
  const write = storage.write((tx) => {
    order.push('write')
    return tx.run('INSERT INTO notes (id, title, stall) VALUES (?, ?, ?)', ['1', 'a', 'b'])
  })
  await Promise.all([change, write])
  expect(order).toEqual(['swap', 'write'])
})

test('a statement keeps working when its table got another column', async () => {
  const { storage } = await temporaryStorage()
  await storage.write((tx) => tx.run(insertNote, ['1', 'a']))
  expect(storage.hot.get('SELECT * FROM notes', [])).toEqual(['1', 'a'])
  await storage.alter(async (tx) => {
    await tx.run('ALTER TABLE notes ADD COLUMN stall TEXT')
    return { result: undefined, swap: () => undefined }
  })
  expect(storage.hot.get('SELECT * FROM notes', [])).toEqual(['1', 'a', null])
})

test('a schema change that was given up leaves nothing, and its transaction cannot be used later', async () => {
  const { storage } = await temporaryStorage()
  let later: (() => Promise<unknown>) | undefined
  const change = storage.alter(async (tx) => {
    later = () => tx.run('DROP TABLE notes')
    await tx.run('DROP TABLE notes')
    throw new Error('changed my mind')
  })
  await expect(change).rejects.toThrow('changed my mind')
  await expect(later?.()).rejects.toThrow('the schema change is over')
  expect(storage.hot.get(countNotes, [])).toEqual([0])
})
