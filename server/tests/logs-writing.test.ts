import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openApp } from '../app.ts'
import { listLogs } from '../ops/logs/list-logs.ts'
import { logApp } from './log-app.ts'
import { serveProcess, temporaryDir } from './serve-process.ts'

/**
 * How many transactions were committed to a data base since its WAL was empty: the frames that say how large the data
 * base is then (https://www.sqlite.org/fileformat2.html#walformat).
 */
function commits(dir: string): number {
  const wal = readFileSync(join(dir, 'auxiliary.db-wal'))
  if (wal.length < 32) return 0
  const salt = wal.subarray(16, 24)
  const frame = 24 + wal.readUInt32BE(8)
  let count = 0
  for (let at = 32; at + frame <= wal.length; at += frame) {
    const isOfThis = salt.equals(wal.subarray(at + 8, at + 16))
    if (isOfThis && wal.readUInt32BE(at + 4) > 0) count += 1
  }
  return count
}

test('services §6.1 1,000 requests are a handful of transactions; the control counts one for each', async () => {
  const { call, app, dir, put, entries } = await logApp()
  await app.house.logs.buffer.flush()
  const before = commits(dir)
  for (let i = 0; i < 1000; i++) await call('GET', `/api/health?i=${i}`)
  await app.house.logs.buffer.flush()
  expect(await entries('message ~ "i="')).toHaveLength(1000)
  const made = commits(dir) - before
  expect(made).toBeGreaterThanOrEqual(2)
  expect(made).toBeLessThanOrEqual(12)
  for (let i = 0; i < 20; i++) await put({ id: `single${i}` })
  expect(commits(dir) - before - made).toBe(20)
})

test('services §6.1 a single entry is written after three seconds', async () => {
  const { call, app } = await logApp()
  await call('GET', '/api/health')
  const count = async () => (await app.house.logs.auxiliary.read('select count(*) from "_logs"', []))[0]?.[0]
  expect(await count()).toBe(0)
  await vi.waitFor(async () => expect(await count()).toBe(1), { timeout: 8000, interval: 100 })
}, 10_000)

test('services §6.1 a stop writes what was not written yet', async () => {
  const { dir, remove } = await temporaryDir()
  onTestFinished(remove)
  const server = await serveProcess(['--dir', dir])
  await (await fetch(`${server.address}/api/health?last`)).text()
  expect(await server.stop()).toBe(0)
  expect(rows(dir).filter(({ message }) => message === 'GET /api/health?last')).toHaveLength(1)
})

interface Row {
  readonly id: string
  readonly level: number
  readonly message: string
  readonly data: string
  readonly created: string
}

function rows(dir: string): Row[] {
  const db = new Database(join(dir, 'auxiliary.db'), { readonly: true })
  try {
    return db.prepare<[], Row>('SELECT * FROM _logs ORDER BY _rowid_').all()
  } finally {
    db.close()
  }
}

test('services §6.1 a kill takes the entries of the last three seconds at most, and leaves the data base whole', async () => {
  const { dir, remove } = await temporaryDir()
  onTestFinished(remove)
  const server = await serveProcess(['--dir', dir])
  const asked: number[] = []
  const ask = async (): Promise<void> => {
    asked.push(Date.now())
    await (await fetch(`${server.address}/api/health?i=${asked.length - 1}`)).text()
  }
  while (asked.length < 300) await ask()
  // Long enough for what waited to be written, so that there is a beginning that must not be lost.
  await vi.waitFor(() => expect(kept(dir).length).toBeGreaterThan(0), { timeout: 30_000, interval: 200 })
  for (let i = 0; i < 50; i++) await ask()
  const killed = Date.now()
  await server.stop('SIGKILL')
  const found = kept(dir)
  expect(integrity(dir)).toBe('ok')
  // In order, with no gap: only the end is missing.
  expect(found).toEqual(found.map((_, at) => String(at)))
  expect(killed - (asked[found.length] ?? killed)).toBeLessThan(6000)
}, 60_000)

function integrity(dir: string): unknown {
  const db = new Database(join(dir, 'auxiliary.db'))
  try {
    return db.pragma('integrity_check', { simple: true })
  } finally {
    db.close()
  }
}

/** The numbers of the requests that are in the logs. */
function kept(dir: string): string[] {
  return rows(dir).flatMap(({ message }) => /\?i=(\d+)$/.exec(message)?.[1] ?? [])
}

test('data §7.9 the table is the one that PocketBase has', async () => {
  const { dir, call, logs } = await logApp()
  await call('GET', '/api/health')
  await logs()
  const db = new Database(join(dir, 'auxiliary.db'), { readonly: true })
  onTestFinished(() => void db.close())
  const columns = db.prepare<[], { name: string; type: string; notnull: number; pk: number }>(
    `SELECT name, upper(type) AS type, "notnull", pk FROM pragma_table_info('_logs')`,
  )
  expect(columns.all()).toEqual([
    { name: 'id', type: 'TEXT', notnull: 1, pk: 1 },
    { name: 'level', type: 'INTEGER', notnull: 1, pk: 0 },
    { name: 'message', type: 'TEXT', notnull: 1, pk: 0 },
    { name: 'data', type: 'JSON', notnull: 1, pk: 0 },
    { name: 'created', type: 'TEXT', notnull: 1, pk: 0 },
  ])
  expect(statSync(dir).mode & 0o077).toBe(0)
})

test('data §7.9 logs that PocketBase has written go on being read and written', async () => {
  const { dir, remove } = await temporaryDir()
  const db = new Database(join(dir, 'auxiliary.db'))
  db.exec(`CREATE TABLE "_logs" (
    "id" TEXT PRIMARY KEY DEFAULT ('r'||lower(hex(randomblob(7)))) NOT NULL, "level" INTEGER DEFAULT 0 NOT NULL,
    "message" TEXT DEFAULT "" NOT NULL, "data" JSON DEFAULT "{}" NOT NULL,
    "created" TEXT DEFAULT (strftime('%Y-%m-%d %H:%M:%fZ')) NOT NULL, "updated" TEXT DEFAULT '' NOT NULL);
    INSERT INTO "_logs" ("message", "data") VALUES ('GET /old', '{"type":"request","status":200}')`)
  db.close()
  const app = await openApp({ dir, durability: 'normal', origins: ['*'], logLevel: 'silent' })
  onTestFinished(async () => {
    await app.close()
    await remove()
  })
  await app.fetch(new Request('http://dapur.test/api/health'))
  const query = { page: 1, perPage: 30, skipTotal: false, filter: 'data.status = 200', sort: '' }
  const page: unknown = JSON.parse(await listLogs(app.house, query))
  expect(page).toMatchObject({
    totalItems: 2,
    items: [{ message: 'GET /old' }, { message: 'GET /api/health' }],
  })
})
