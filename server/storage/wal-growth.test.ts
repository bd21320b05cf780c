import { statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from './database.ts'
import { temporaryStorage, type Temporary } from './temporary.suite.ts'

/** Never ends by itself. */
const endless =
  'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n, notes'
const rewrite = 'UPDATE notes SET title = hex(randomblob(50000)) WHERE id = ?'
/** The bound of reliability.md O5. */
const LARGEST_WAL = 256 * 1024 * 1024

async function filled(): Promise<Temporary> {
  const made = await temporaryStorage()
  await made.storage.write((tx) => {
    for (let id = 0; id < 50; id++) void tx.run('INSERT INTO notes VALUES (?, ?)', [String(id), String(id)])
  })
  return made
}

/** Write so many megabytes, all over the same rows; answers how large the WAL became meanwhile. */
async function write({ dir, storage }: Temporary, megabytes: number): Promise<number> {
  let largest = 0
  for (let round = 0; round < megabytes; round++) {
    const ids = Array.from({ length: 10 }, (_, index) => String((round * 10 + index) % 50))
    await Promise.all(ids.map((id) => storage.write((tx) => tx.run(rewrite, [id]))))
    largest = Math.max(largest, storage.load().walBytes)
    expect(storage.load().walBytes).toBe(statSync(join(dir, 'data.db-wal')).size)
  }
  return largest
}

test('O5 a long read is cut at its deadline, and what it had held back in the WAL is used again', async () => {
  const made = await filled()
  const read = made.storage.heavy(endless, [], { deadline: 2000 })
  const cut = read.catch((error: unknown) => error)
  await expect.poll(() => made.storage.load().heavyReads).toBe(1)
  const during = await write(made, 40)
  expect(await cut).toMatchObject({ code: 'query_expired' })
  await expect.poll(() => made.storage.load().heavyReads).toBe(0)
  const after = await write(made, 60)
  expect(Math.max(during, after)).toBeLessThan(LARGEST_WAL)
  const later = await write(made, 60)
  expect(later, 'the WAL begins anew instead of growing').toBeLessThan(after + 30 * 1024 * 1024)
}, 60_000)

test('O5 control: beside a reader that is never cut, the WAL grows with all that is written', async () => {
  const made = await filled()
  const reader = openDatabase({ file: join(made.dir, 'data.db'), durability: 'full', role: 'reader' })
  onTestFinished(() => void reader.close())
  reader.exec('BEGIN')
  reader.prepare('SELECT count(*) FROM notes').get()
  const first = await write(made, 60)
  const second = await write(made, 60)
  expect(second).toBeGreaterThan(first + 40 * 1024 * 1024)
  reader.exec('COMMIT')
}, 60_000)
