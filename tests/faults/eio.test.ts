import { mkdtempSync, rmSync, writeFileSync, existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { buildFsyncShim } from './fsync-shim.ts'
import { startServer, SUPERUSER, type ServerProcess } from './server-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'dapur-eio-'))
const library = buildFsyncShim(folder, 'eio-shim')
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))

interface Kitchen {
  readonly server: ServerProcess
  readonly write: (text: string) => Promise<number>
  readonly read: () => Promise<{ status: number; texts: string[] }>
  readonly health: () => Promise<{ message: string; code: number; data: { dapur?: { degraded: string[] } } }>
}

async function kitchen(dir: string, env: Readonly<Record<string, string>>): Promise<Kitchen> {
  const server = await startServer({ dir, env })
  onTestFinished(() => server.kill())
  const send = (method: string, path: string, body?: object, token = ''): Promise<Response> =>
    fetch(`${server.url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', authorization: token },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
  const identity = { identity: SUPERUSER.email, password: SUPERUSER.password }
  const signedIn = await send('POST', '/api/collections/_superusers/auth-with-password', identity)
  const { token } = (await signedIn.json()) as { token: string }
  const notes = {
    name: 'notes',
    type: 'base',
    listRule: '',
    createRule: '',
    fields: [
      { name: 'text', type: 'text' },
      { name: 'photo', type: 'file', maxSelect: 1 },
    ],
  }
  // The second server finds it there.
  await send('POST', '/api/collections', notes, token)
  return {
    server,
    write: async (text) => (await send('POST', '/api/collections/notes/records', { text })).status,
    async read() {
      const reply = await send('GET', '/api/collections/notes/records?perPage=500')
      const { items } = (await reply.json()) as { items: { text: string }[] }
      return { status: reply.status, texts: items.map(({ text }) => text).toSorted() }
    },
    health: async () =>
      (await send('GET', '/api/health', undefined, token)).json() as ReturnType<Kitchen['health']>,
  }
}

function dataDir(thread: 'main' | 'other'): {
  readonly dir: string
  readonly trigger: string
  readonly env: Readonly<Record<string, string>>
} {
  const dir = mkdtempSync(join(tmpdir(), 'dapur-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const trigger = join(folder, `now-${dir.split('/').at(-1)}`)
  return { dir, trigger, env: { LD_PRELOAD: library ?? '', EIO_ONCE: trigger, EIO_THREAD: thread } }
}

test.skipIf(library === undefined)(
  'O4 a flush that fails once: nothing of it is acknowledged, reads go on, writes wait for a restart, and nothing is lost',
  async () => {
    const { dir, trigger, env } = dataDir('main')
    const first = await kitchen(dir, env)
    expect(await first.write('before')).toBe(200)
    writeFileSync(trigger, '')
    expect(await first.write('lost')).toBe(503)
    expect(existsSync(trigger)).toBe(false)
    // The disk reports every flush as good again, and that is the trap.
    expect([await first.write('after'), await first.write('after')]).toEqual([503, 503])
    expect(await first.read()).toEqual({ status: 200, texts: ['before'] })
    const { code, message, data } = await first.health()
    expect([code, data.dapur?.degraded]).toEqual([200, ['database']])
    expect(message).toContain('until the server is started again')
    await first.server.kill()
    const second = await kitchen(dir, {})
    expect(await second.write('again')).toBe(200)
    const { texts } = await second.read()
    expect(texts.filter((text) => text !== 'lost')).toEqual(['again', 'before'])
    expect((await second.health()).message).toBe('The API is healthy.')
  },
  90_000,
)

test.skipIf(library === undefined)(
  'O4 an upload whose flush fails: when its record is found in the log after a restart, its file is there, too',
  async () => {
    const { dir, trigger, env } = dataDir('main')
    const first = await kitchen(dir, env)
    const body = new FormData()
    body.append('photo', new File(['soto'], 'soto.txt'))
    const records = '/api/collections/notes/records'
    writeFileSync(trigger, '')
    expect((await fetch(`${first.server.url}${records}`, { method: 'POST', body })).status).toBe(503)
    await first.server.kill()
    const { server } = await kitchen(dir, {})
    const page = await (await fetch(`${server.url}${records}?filter=photo!=''`)).json()
    const { items } = page as { items: { id: string; photo: string }[] }
    // The page cache has kept what the flush was to write; a power cut would have taken it.
    expect(items).toHaveLength(1)
    const [{ id, photo } = { id: '', photo: '' }] = items
    const found = await fetch(`${server.url}/api/files/notes/${id}/${photo}`)
    expect([found.status, await found.text()]).toEqual([200, 'soto'])
  },
  90_000,
)

test.skipIf(library === undefined)(
  'O4 a flush that fails once in a checkpoint stops writes, too, and loses nothing',
  async () => {
    const { dir, trigger, env } = dataDir('other')
    const first = await kitchen(dir, env)
    writeFileSync(trigger, '')
    expect(await first.write('before')).toBe(200)
    const degraded = async () => (await first.health()).data.dapur?.degraded
    await expect.poll(degraded, { timeout: 10_000 }).toEqual(['database'])
    expect([await first.write('after'), existsSync(trigger)]).toEqual([503, false])
    expect(await first.read()).toEqual({ status: 200, texts: ['before'] })
    await first.server.kill()
    const second = await kitchen(dir, {})
    expect(await second.write('again')).toBe(200)
    expect((await second.read()).texts).toEqual(['again', 'before'])
  },
  90_000,
)

test.skipIf(library === undefined)(
  'control: without the fault the same writes are acknowledged',
  async () => {
    const { dir, env } = dataDir('main')
    const { write, health } = await kitchen(dir, env)
    expect([await write('before'), await write('lost'), await write('after')]).toEqual([200, 200, 200])
    expect((await health()).data.dapur?.degraded).toEqual([])
  },
  90_000,
)
