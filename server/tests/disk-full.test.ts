import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, expect, onTestFinished, test } from 'vitest'
import { openDataDir } from '../storage/data-dir.ts'
import { type App, openApp } from '../app.ts'
import { createSuperuser } from '../auth/superusers.ts'
import { file } from './file-app.ts'
import { runDapur, serveProcess } from './serve-process.ts'
import { smallDisk } from './small-disk.ts'
import type { Reply } from './test-app.ts'

const disk = smallDisk(96)
afterEach(() => disk.free())
afterAll(() => disk.remove())

const OWNER = { DAPUR_SUPERUSER_EMAIL: 'owner@example.com', DAPUR_SUPERUSER_PASSWORD: 'sambal-terasi-9' }

type Answer = Pick<Reply, 'status' | 'json'>

interface Kitchen {
  readonly dir: string
  readonly app: App
  readonly ask: (method: string, path: string, body?: unknown) => Promise<Answer>
}

/** An app whose data lie on the small disk, with a collection `notes` that has one record. */
async function kitchen(): Promise<Kitchen> {
  const dir = await mkdtemp(join(disk.path, 'data-'))
  const dataDir = openDataDir(dir)
  const app = await openApp({ dir, durability: 'full', origins: ['*'], logLevel: 'silent' })
  onTestFinished(async () => {
    disk.free()
    await app.close()
    dataDir.release()
    await rm(dir, { recursive: true, force: true })
  })
  await createSuperuser(app.house, { email: 'owner@example.com', password: 'sambal-terasi-9' })
  let token = ''
  const ask: Kitchen['ask'] = async (method, path, body) => {
    const headers = { authorization: token, 'content-type': 'application/json' }
    const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) }
    const response = await app.fetch(new Request(`http://dapur.test${path}`, init))
    const text = await response.text()
    return { status: response.status, json: text === '' ? undefined : JSON.parse(text) }
  }
  const identity = { identity: 'owner@example.com', password: 'sambal-terasi-9' }
  token = (await ask('POST', '/api/collections/_superusers/auth-with-password', identity)).json.token
  const fields = [
    { name: 'text', type: 'text', max: 200_000 },
    { name: 'photo', type: 'file', maxSelect: 1, maxSize: 5_000_000 },
  ]
  await ask('POST', '/api/collections', { name: 'notes', type: 'base', fields, listRule: '', createRule: '' })
  await ask('POST', RECORDS, { text: 'acknowledged' })
  return { dir, app, ask }
}

const RECORDS = '/api/collections/notes/records'
const full = { status: 507, json: { code: 'storage_full', status: 507 } }
const large = { text: 'x'.repeat(100_000) }

/** Writes until one is refused: what the WAL has room for already still fits. */
async function writeUntilFull({ ask }: Kitchen): Promise<{ accepted: number; refusal: unknown }> {
  for (let accepted = 0; accepted < 2000; accepted++) {
    const reply = await ask('POST', RECORDS, large)
    if (reply.status !== 200) return { accepted, refusal: reply }
  }
  throw new Error('the disk is not full')
}

const health = async ({ ask }: Kitchen) => (await ask('GET', '/api/health')).json
const count = async ({ ask }: Kitchen) => (await ask('GET', `${RECORDS}?perPage=1`)).json.totalItems

test.skipIf(disk.whyNot)(
  'O4 on a full disk writes answer 507, reads go on, health is degraded, and the ballast brings all back',
  async () => {
    const house = await kitchen()
    const { ask, dir } = house
    expect(existsSync(join(dir, 'ballast'))).toBe(true)
    disk.fill()
    const { accepted, refusal } = await writeUntilFull(house)
    expect(refusal).toMatchObject(full)
    expect(await count(house)).toBe(1 + accepted)
    const degraded = await health(house)
    expect(degraded).toMatchObject({
      code: 200,
      message: expect.stringContaining('degraded: the disk is full'),
    })
    expect(degraded.data.dapur).toMatchObject({ degraded: ['disk'], hasBallast: true })
    // Not even a delete has room; the ballast does without a transaction.
    const page = await ask('GET', `${RECORDS}?perPage=1`)
    const removal = await ask('DELETE', `${RECORDS}/${page.json.items[0].id}`)
    expect(removal.status === 204 || removal.status === 507).toBe(true)
    expect((await ask('DELETE', '/api/health/ballast')).json).toEqual({ freed: 16 * 1024 * 1024 })
    expect(await health(house)).toMatchObject({ message: 'The API is healthy.' })
    expect((await ask('POST', RECORDS, large)).status).toBe(200)
    expect((await health(house)).data.dapur).toMatchObject({ degraded: [], hasBallast: false })
  },
)

test.skipIf(disk.whyNot)(
  'O4 when others make room, health and writes come back by themselves within seconds, and so does the ballast',
  async () => {
    const house = await kitchen()
    const { ask, app } = house
    disk.fill()
    await writeUntilFull(house)
    await ask('DELETE', '/api/health/ballast')
    disk.fill()
    await writeUntilFull(house)
    expect(app.house.health.ailments).toEqual(['disk'])
    disk.free()
    // Without a request: a probe finds out.
    await expect.poll(() => app.house.health.ailments, { timeout: 5000 }).toEqual([])
    expect((await ask('POST', RECORDS, large)).status).toBe(200)
    await expect.poll(() => app.house.health.hasBallast, { timeout: 15_000 }).toBe(true)
  },
)

test.skipIf(disk.whyNot)('O4 an upload that finds no room answers 507 and leaves nothing', async () => {
  const house = await kitchen()
  disk.fill()
  await writeUntilFull(house)
  const before = await count(house)
  const body = new FormData()
  body.append('photo', file('a.png', Buffer.alloc(3_000_000, 7)))
  const upload = await house.app.fetch(new Request(`http://dapur.test${RECORDS}`, { method: 'POST', body }))
  expect([upload.status, await upload.json()]).toEqual([
    507,
    expect.objectContaining({ code: 'storage_full' }),
  ])
  expect(await count(house)).toBe(before)
})

test.skipIf(disk.whyNot)(
  'O4 after a kill on a full disk the ballast is given back by a command, and the server starts',
  async () => {
    const dir = await mkdtemp(join(disk.path, 'data-'))
    onTestFinished(() => rm(dir, { recursive: true, force: true }))
    const first = await serveProcess(['--dir', dir], OWNER)
    onTestFinished(async () => void (await first.stop('SIGKILL')))
    const signIn = (address: string) =>
      fetch(`${address}/api/collections/_superusers/auth-with-password`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          identity: OWNER.DAPUR_SUPERUSER_EMAIL,
          password: OWNER.DAPUR_SUPERUSER_PASSWORD,
        }),
      })
    expect((await signIn(first.address)).status).toBe(200)
    await first.stop('SIGKILL')
    disk.fill()
    const second = await runDapur(['doctor', '--dir', dir, '--free-ballast'])
    expect(second.output).toContain('16')
    const third = await serveProcess(['--dir', dir], OWNER)
    onTestFinished(async () => void (await third.stop('SIGKILL')))
    expect((await signIn(third.address)).status).toBe(200)
    // What was given back stays so: a restart must not take it away again.
    expect(existsSync(join(dir, 'ballast'))).toBe(false)
  },
  90_000,
)
