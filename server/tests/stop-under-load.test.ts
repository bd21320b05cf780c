import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type App, openApp } from '../app.ts'
import { createSuperuser } from '../auth/superusers.ts'
import { sweepFiles } from '../records/sweep-files.ts'
import { filesIn } from './file-app.ts'
import { serveProcess, temporaryDir } from './serve-process.ts'

const RECORDS = '/api/collections/notes/records'
const fields = [
  { name: 'text', type: 'text' },
  { name: 'photo', type: 'file', maxSelect: 1, maxSize: 50_000_000 },
]

const open = (dir: string): Promise<App> =>
  openApp({ dir, durability: 'full', origins: ['*'], logLevel: 'silent' })

/** Data with an open collection `notes`. */
async function notesDir(): Promise<string> {
  const { dir, remove } = await temporaryDir()
  onTestFinished(remove)
  const app = await open(dir)
  const owner = { email: 'owner@example.com', password: 'sambal-terasi-9' }
  await createSuperuser(app.house, owner)
  const ask = async (path: string, body: object, authorization = '') => {
    const headers = { 'content-type': 'application/json', authorization }
    const init = { method: 'POST', headers, body: JSON.stringify(body) }
    const reply = await app.fetch(new Request(`http://dapur.test${path}`, init))
    return (await reply.json()) as { token: string }
  }
  const identity = { identity: owner.email, password: owner.password }
  const { token } = await ask('/api/collections/_superusers/auth-with-password', identity)
  await ask('/api/collections', { name: 'notes', type: 'base', fields, listRule: '', createRule: '' }, token)
  await app.close()
  return dir
}

/** Which of these ids no record has. */
async function missing(app: App, ids: readonly string[]): Promise<string[]> {
  const rows = await app.house.storage.hot.all('select id from notes', [])
  const there = new Set(rows.map(([id]) => String(id)))
  return ids.filter((id) => !there.has(id))
}

test('O10 SIGTERM under load: every request gets its true answer or a closed connection, and no 200 is lost', async () => {
  const dir = await notesDir()
  const server = await serveProcess(['--dir', dir])
  onTestFinished(async () => void (await server.stop('SIGKILL')))
  const acknowledged: string[] = []
  const statuses = new Map<number, number>()
  let isStopping = false
  const write = async (): Promise<void> => {
    for (;;) {
      let reply: Response
      try {
        const body = JSON.stringify({ text: 'x' })
        const headers = { 'content-type': 'application/json' }
        reply = await fetch(`${server.address}${RECORDS}`, { method: 'POST', headers, body })
        const { id } = (await reply.json()) as { id: string }
        if (reply.status === 200) acknowledged.push(id)
      } catch (error) {
        // A closed connection, and only once the end has begun.
        if (!isStopping) throw error
        return
      }
      statuses.set(reply.status, (statuses.get(reply.status) ?? 0) + 1)
    }
  }
  const writers = Array.from({ length: 32 }, write)
  await expect.poll(() => acknowledged.length, { timeout: 20_000 }).toBeGreaterThan(300)
  // An upload of which only a part has arrived.
  const upload = connect(Number(new URL(server.address).port), '127.0.0.1')
  upload.on('error', () => undefined)
  await once(upload, 'connect')
  const part = '--b\r\nContent-Disposition: form-data; name="photo"; filename="a.bin"\r\n\r\n'
  const head = `POST ${RECORDS} HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 20000000\r\n\r\n`
  upload.write(head + part + 'x'.repeat(500_000))
  await expect.poll(() => readdirSync(join(dir, 'tmp')).length, { timeout: 10_000 }).toBeGreaterThan(0)
  isStopping = true
  const started = performance.now()
  expect(await server.stop()).toBe(0)
  expect(performance.now() - started).toBeLessThan(10_000)
  await Promise.all(writers)
  expect([...statuses.keys()].filter((status) => status !== 200)).toEqual([])
  const app = await open(dir)
  onTestFinished(() => app.close())
  expect(await missing(app, acknowledged)).toEqual([])
  // Control: one that was never written is missed.
  expect(await missing(app, [...acknowledged, 'nevernevernever'])).toEqual(['nevernevernever'])
  expect(filesIn(join(dir, 'storage'))).toEqual([])
  expect(await sweepFiles(app.house, { before: Date.now(), isOver: () => false })).toBe(0)
}, 90_000)
