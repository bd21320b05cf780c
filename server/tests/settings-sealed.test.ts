import { createCipheriv, createDecipheriv } from 'node:crypto'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type App, openApp } from '../app.ts'
import type { SealKeys } from '../settings/seal.ts'
import { testApp, type TestApp } from './test-app.ts'
import { runDapur } from './serve-process.ts'

const KEY = 'abcdefghijklmnopqrstuvwxyz012345'
const OTHER = '543210zyxwvutsrqponmlkjihgfedcba'

async function stored({ house }: App): Promise<string> {
  return String((await house.storage.hot.get(`select value from _params where id = 'settings'`, []))?.[0])
}

const secret = { s3: { secret: 'hush-hush' } }
const patch = (app: TestApp, body: unknown) =>
  app.call('PATCH', '/api/settings', { token: app.superuser, body })

/** A copy of an app's data, opened with other keys for the length of `look`. */
async function reopened<T>({ dir }: TestApp, sealKeys: SealKeys, look: (app: App) => Promise<T>): Promise<T> {
  const app = await openApp({ dir, durability: 'full', origins: ['*'], logLevel: 'silent', sealKeys })
  try {
    return await look(app)
  } finally {
    await app.close()
  }
}

/** Data whose settings are stored under these keys. */
async function dataWith(sealKeys: SealKeys): Promise<TestApp> {
  const app = await testApp({ sealKeys })
  expect((await patch(app, secret)).status).toBe(200)
  const dir = await mkdtemp(join(tmpdir(), 'dapur-'))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  await app.app.house.storage.write((tx) => void tx)
  await cp(app.dir, dir, { recursive: true, filter: (path) => !path.endsWith('-shm') })
  return { ...app, dir }
}

test('services §5.1 with a key, the row is base64 of nonce, AES-256-GCM ciphertext and tag', async () => {
  const app = await testApp({ sealKeys: { key: KEY } })
  await patch(app, secret)
  const bytes = Buffer.from(await stored(app.app), 'base64')
  const decipher = createDecipheriv('aes-256-gcm', KEY, bytes.subarray(0, 12)).setAuthTag(bytes.subarray(-16))
  const text = decipher.update(bytes.subarray(12, -16), undefined, 'utf8') + decipher.final('utf8')
  expect(JSON.parse(text).s3.secret).toBe('hush-hush')
})

test('services §5.1 what another program has encrypted like that is read', async () => {
  const app = await testApp({ sealKeys: { key: KEY } })
  const nonce = Buffer.alloc(12, 7)
  const cipher = createCipheriv('aes-256-gcm', KEY, nonce)
  const body = Buffer.concat([cipher.update('{"meta":{"appName":"Soto"}}'), cipher.final()])
  const value = Buffer.concat([nonce, body, cipher.getAuthTag()]).toString('base64')
  await app.app.house.storage.write((tx) =>
    tx.run(`insert into _params (id, value, created, updated) values ('settings', ?, '', '')`, [value]),
  )
  expect((await patch(app, secret)).json.meta.appName).toBe('Soto')
})

test('services §5.1 plain settings are read when a key is set later, and encrypted at once', async () => {
  const data = await dataWith({})
  await reopened(data, { key: KEY }, async (app) => {
    expect(app.house.settings.current.s3.secret).toBe('hush-hush')
    expect(await stored(app)).not.toContain('{')
  })
})

test('services §5.1 a key is changed by naming the one before, and taken away the same way', async () => {
  const data = await dataWith({ key: KEY })
  await reopened(data, { key: OTHER, previousKey: KEY }, async (app) => {
    expect(app.house.settings.current.s3.secret).toBe('hush-hush')
  })
  await reopened(data, { key: OTHER }, async (app) => {
    expect(app.house.settings.current.s3.secret).toBe('hush-hush')
  })
  await reopened(data, { previousKey: OTHER }, async (app) => {
    expect(JSON.parse(await stored(app)).s3.secret).toBe('hush-hush')
  })
})

test('a renamed collection leaves encrypted settings encrypted', async () => {
  const app = await testApp({ sealKeys: { key: KEY } })
  await app.collection({ name: 'posts', type: 'base' })
  const rules = [{ label: 'posts:create', audience: '', duration: 1, maxRequests: 1 }]
  await patch(app, { rateLimits: { rules } })
  await app.call('PATCH', '/api/collections/posts', { token: app.superuser, body: { name: 'articles' } })
  const { json } = await app.call('GET', '/api/settings', { token: app.superuser })
  expect(json.rateLimits.rules[0].label).toBe('articles:create')
  expect(await stored(app.app)).not.toContain('{')
})

test('services §8.3 a wrong key of the settings, and a missing one, stop the start with one clear sentence', async () => {
  const { dir } = await dataWith({ key: KEY })
  const serve = (env: Readonly<Record<string, string>>) =>
    runDapur(['serve', '--port', '0', '--dir', dir], env)
  const wrong = await serve({ DAPUR_ENCRYPTION_KEY: OTHER })
  expect(wrong.code).toBe(1)
  expect(wrong.output.trim()).toMatch(
    /^DAPUR_ENCRYPTION_KEY is not the key .*DAPUR_ENCRYPTION_KEY_PREVIOUS\.$/,
  )
  const missing = await serve({})
  expect(missing.code).toBe(1)
  expect(missing.output.trim()).toBe('The settings are encrypted: put their key into DAPUR_ENCRYPTION_KEY.')
})
