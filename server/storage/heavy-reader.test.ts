import { readFileSync } from 'node:fs'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { heavyReader, type HeavyReader } from './heavy-reader.ts'
import { endless, otherProcess } from './other-process.suite.ts'
import { insertNote, longestStandstill, pause, temporaryStorage } from './temporary.suite.ts'

const numbers = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT ?) SELECT i, ? FROM n'

async function temporaryReader(
  options: Partial<Parameters<typeof heavyReader>[0]> = {},
): Promise<HeavyReader> {
  const { dir } = await temporaryStorage()
  const file = join(dir, 'data.db')
  const reader = heavyReader({
    file,
    size: 1,
    queue: 2,
    longestIdle: 60_000,
    maxBytes: 4_000_000,
    ...options,
  })
  onTestFinished(() => reader.close())
  return reader
}

const query = { params: [], maxRows: 1_000_000, deadline: 20_000 }

test('a query that never ends is killed at its deadline, while the loop goes on and the next one is answered', async () => {
  const { storage } = await temporaryStorage()
  expect(await storage.heavy('SELECT 1', [])).toEqual([[1]])
  const expired = storage.heavy(endless, [], { deadline: 400 })
  const { standstill, total } = await longestStandstill(expired.catch(() => undefined))
  await expect(expired).rejects.toMatchObject({ code: 'query_expired', status: 400 })
  expect(total).toBeGreaterThan(390)
  expect(standstill).toBeLessThan(200)
  expect(await storage.heavy('SELECT 2', [])).toEqual([[2]])
})

test('a large answer comes in parts and whole, in order', async () => {
  const reader = await temporaryReader()
  const rows = await reader.read({ ...query, sql: numbers, params: [20_000, 'x'.repeat(100)] })
  expect(rows).toHaveLength(20_000)
  expect(rows.every((row, index) => row[0] === index + 1)).toBe(true)
})

test('an answer that is too large is refused', async () => {
  const reader = await temporaryReader({ maxBytes: 100_000 })
  await expect(reader.read({ ...query, sql: numbers, params: [20_000, 'x'] })).rejects.toThrow(
    'larger than 100000 bytes',
  )
})

test('more queries than may wait are refused at once, the others are answered in turn', async () => {
  const reader = await temporaryReader()
  const read = (): Promise<unknown> => reader.read({ ...query, sql: 'SELECT 1' })
  const accepted = [read(), read(), read()]
  await expect(read()).rejects.toMatchObject({ code: 'query_queue_full', status: 503 })
  expect(await Promise.all(accepted)).toEqual([[[1]], [[1]], [[1]]])
})

test('a heavy read cannot write, and says what is wrong with its SQL', async () => {
  const { storage } = await temporaryStorage()
  await expect(storage.heavy(insertNote, ['1', 'a'])).rejects.toThrow('only reads')
  const error: unknown = await storage
    .heavy('SELECT missing FROM notes', [])
    .catch((reason: unknown) => reason)
  expect(storage.sql.readError(error)).toEqual({ kind: 'sql', message: 'no such column: missing' })
})

test('an idle child ends, and another one starts when it is needed', async () => {
  const reader = await temporaryReader({ longestIdle: 30 })
  const before = childrenOf(process.pid).length
  expect(await reader.read({ ...query, sql: 'SELECT 1' })).toEqual([[1]])
  expect(childrenOf(process.pid).length).toBe(before + 1)
  await pause(300)
  expect(childrenOf(process.pid).length).toBe(before)
  expect(await reader.read({ ...query, sql: 'SELECT 2' })).toEqual([[2]])
})

test('a child whose server was killed does not read on for ever', async () => {
  const { dir } = await temporaryStorage()
  const server = await otherProcess('read', dir)
  const [child] = childrenOf(server.pid ?? 0)
  expect(child).toBeDefined()
  server.kill('SIGKILL')
  await once(server, 'exit')
  await expect.poll(() => isAlive(child ?? 0), { timeout: 10_000, interval: 200 }).toBe(false)
})

/** Processes that another one has started (Linux: proc(5), `children`). */
function childrenOf(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
  return children.split(' ').filter(Boolean).map(Number)
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
