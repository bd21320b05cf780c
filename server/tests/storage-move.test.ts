import { createHash } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openApp } from '../app.ts'
import { keysOf } from '../files/file-store.suite.ts'
import type { FileStore } from '../files/file-store.ts'
import { s3Double } from '../files/s3-double.suite.ts'
import { s3Store } from '../files/s3.ts'
import { createSuperuser } from '../auth/superusers.ts'
import { file, filesIn } from './file-app.ts'
import { type Ran, runDapur, serveProcess, temporaryDir } from './serve-process.ts'

interface Kitchen {
  readonly dir: string
  readonly env: Readonly<Record<string, string>>
  readonly bucket: FileStore
  /** `<collection>/<record>/<name>` of the files that records name. */
  readonly keys: readonly string[]
  readonly hashes: ReadonlyMap<string, string>
  readonly move: (...args: string[]) => Promise<Ran>
}

const OWNER = { email: 'owner@example.com', password: 'sambal-terasi-9' }

/** A stopped server with three files on the disk, one of them of several parts of an upload, and an empty bucket. */
async function kitchen(): Promise<Kitchen> {
  const { dir, remove } = await temporaryDir()
  onTestFinished(remove)
  const double = await s3Double()
  onTestFinished(double.close)
  const app = await openApp({ dir, durability: 'full', origins: ['*'], logLevel: 'silent' })
  await createSuperuser(app.house, OWNER)
  const token = await signIn((request) => app.fetch(request))
  const send = async (method: string, path: string, body: string | FormData, type?: string) => {
    const headers = { authorization: token, ...(type ? { 'content-type': type } : {}) }
    const reply = await app.fetch(new Request(`http://dapur.test${path}`, { method, headers, body }))
    expect(reply.status).toBe(200)
    return reply.json() as Promise<{ id: string; photo: string; collectionId: string }>
  }
  const fields = [{ name: 'photo', type: 'file', maxSelect: 1, maxSize: 20_000_000 }]
  await send(
    'POST',
    '/api/collections',
    JSON.stringify({ name: 'dishes', type: 'base', fields, viewRule: '' }),
    'application/json',
  )
  const contents = [Buffer.from('soto'), Buffer.alloc(9_000_000, 'rendang'), Buffer.alloc(0)]
  const hashes = new Map<string, string>()
  for (const [index, content] of contents.entries()) {
    if (content.length === 0) continue
    const form = new FormData()
    form.append('photo', file(`menü ${index}.txt`, content))
    const { collectionId, id, photo } = await send('POST', '/api/collections/dishes/records', form)
    hashes.set(`${collectionId}/${id}/${photo}`, hashOf(content))
  }
  await send('PATCH', '/api/settings', JSON.stringify({ s3: double.options }), 'application/json')
  await app.close()
  const bucket = s3Store(double.options)
  const move: Kitchen['move'] = (...args) => runDapur(['storage', 'move', '--dir', dir, ...args])
  return { dir, env: {}, bucket, keys: [...hashes.keys()].toSorted(), hashes, move }
}

async function signIn(
  fetch: (request: Request) => Response | Promise<Response>,
  at = 'http://dapur.test',
): Promise<string> {
  const path = `${at}/api/collections/_superusers/auth-with-password`
  const body = JSON.stringify({ identity: OWNER.email, password: OWNER.password })
  const headers = { 'content-type': 'application/json' }
  const reply = await fetch(new Request(path, { method: 'POST', headers, body }))
  const { token } = (await reply.json()) as { token: string }
  return token
}

const hashOf = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex')
const onDisk = ({ dir }: Kitchen): string[] => filesIn(join(dir, 'storage'))

async function inBucket({ bucket, keys }: Kitchen): Promise<string[]> {
  const ids = [...new Set(keys.map((key) => key.split('/')[0] ?? ''))]
  return (await Promise.all(ids.map((id) => keysOf(bucket, `${id}/`)))).flat().toSorted()
}

async function served({ dir, hashes }: Kitchen): Promise<void> {
  const server = await serveProcess(['--dir', dir])
  try {
    for (const [key, hash] of hashes) {
      const [, record, name] = key.split('/')
      const reply = await fetch(`${server.address}/api/files/dishes/${record}/${name}`)
      expect([reply.status, hashOf(new Uint8Array(await reply.arrayBuffer()))]).toEqual([200, hash])
      expect(reply.headers.get('content-type')).toContain('text/plain')
    }
  } finally {
    await server.stop()
  }
}

test('files move to the bucket and back, whole, with what is known of them', async () => {
  const house = await kitchen()
  expect(onDisk(house)).toEqual(house.keys)
  const there = await house.move('--to', 's3', '--json')
  expect(there.code).toBe(0)
  const report = JSON.parse(there.output.slice(there.output.indexOf('{')))
  expect(report).toMatchObject({
    to: 's3',
    copied: 2,
    already: 0,
    bytes: 9_000_004,
    isSwitched: true,
    isRemoved: true,
  })
  expect([onDisk(house), await inBucket(house)]).toEqual([[], house.keys])
  expect(await house.bucket.stat(house.keys[0] ?? '')).toMatchObject({
    originalName: expect.stringContaining('menü'),
  })
  await served(house)
  const back = await house.move('--to', 'disk')
  expect(back).toMatchObject({ code: 0, output: expect.stringContaining('2 files are in the disk') })
  expect([onDisk(house), await inBucket(house)]).toEqual([house.keys, []])
  await served(house)
}, 120_000)

test('a move that was cut off is gone on with, and a wrong copy is made anew', async () => {
  const house = await kitchen()
  const [key = ''] = house.keys
  const wrong = join(house.dir, 'tmp', 'wrong')
  await writeFile(wrong, Buffer.alloc(4, 'x'))
  await house.bucket.put(key, wrong, { contentType: 'text/plain', originalName: 'x' })
  await rm(wrong)
  const kept = await house.move('--to', 's3', '--keep')
  expect(kept).toMatchObject({ code: 0, output: expect.stringContaining('left where they were') })
  expect([onDisk(house), await inBucket(house)]).toEqual([house.keys, house.keys])
  const again = await house.move('--to', 's3', '--json')
  const report = JSON.parse(again.output.slice(again.output.indexOf('{')))
  expect(report).toMatchObject({ copied: 0, already: 2, isRemoved: true })
  expect(onDisk(house)).toEqual([])
  await served(house)
}, 120_000)

test('nothing moves while a server runs, nor into a bucket that is not known or not there', async () => {
  const house = await kitchen()
  const server = await serveProcess(['--dir', house.dir])
  const beside = await house.move('--to', 's3')
  expect(beside).toMatchObject({ code: 1, output: expect.stringContaining('stop it first') })
  const token = await signIn(fetch, server.address)
  const set = (s3: object) =>
    fetch(`${server.address}/api/settings`, {
      method: 'PATCH',
      headers: { authorization: token, 'content-type': 'application/json' },
      body: JSON.stringify({ s3 }),
    })
  await set({ endpoint: 'http://127.0.0.1:9', secret: 'x' })
  await server.stop()
  const nowhere = await house.move('--to', 's3')
  expect(nowhere.code).toBe(1)
  expect(nowhere.output).toContain('nothing was removed')
  const missing = await runDapur(['storage', 'move', '--to', 's3', '--dir', house.dir], {
    DAPUR_SETTINGS_S3_REGION: ' ',
  })
  expect(missing.code).toBe(1)
  expect(onDisk(house)).toEqual(house.keys)
}, 120_000)

test('where the configuration fixes the place, files are copied and it says what to change', async () => {
  const house = await kitchen()
  const env = { DAPUR_SETTINGS_S3_ENABLED: 'false' }
  const { code, output } = await runDapur(['storage', 'move', '--to', 's3', '--dir', house.dir], env)
  expect([code, output]).toEqual([1, expect.stringContaining('"s3.enabled" is fixed')])
  expect([onDisk(house), await inBucket(house)]).toEqual([house.keys, house.keys])
}, 120_000)
