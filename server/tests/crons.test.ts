import PocketBase from 'pocketbase'
import { expect, test } from 'vitest'
import { listen } from '../cli/listen.ts'
import { job } from '../ops/own-job.ts'
import { testApp, type TestApp } from './test-app.ts'

const platform = [
  { id: '__pbDBOptimize__', expression: '0 0 * * *' },
  { id: '__pbLogsCleanup__', expression: '0 */6 * * *' },
  { id: '__pbMFACleanup__', expression: '0 * * * *' },
  { id: '__pbOTPCleanup__', expression: '0 * * * *' },
]

interface Details {
  readonly id: string
  readonly dapur: { readonly isRunning: boolean; readonly lastResult: string; readonly lastError: string }
}

/** Ask until a run of the job is over. */
async function ranOnce({ call, superuser }: TestApp, id: string): Promise<Details['dapur']> {
  for (;;) {
    const { json } = await call('GET', '/api/crons?details=1', { token: superuser })
    const found = (json as Details[]).find((state) => state.id === id)
    if (found && found.dapur.lastResult !== '' && !found.dapur.isRunning) return found.dapur
    await new Promise((resolve) => setImmediate(resolve))
  }
}

test('data §8.5 services §6.3 the list has own jobs by id, then those of the platform, with macros expanded', async () => {
  const jobs = [job('zebra', '@daily', () => undefined), job('apple', '*/5 1-3 * * 1,3', () => undefined)]
  const { call, superuser } = await testApp({ jobs })
  const { status, text, json } = await call('GET', '/api/crons', { token: superuser })
  expect(status).toBe(200)
  expect(json).toEqual([
    { id: 'apple', expression: '*/5 1-3 * * 1,3' },
    { id: 'zebra', expression: '0 0 * * *' },
    ...platform,
  ])
  expect(text).toMatch(/^\[\{"id":"apple","expression":/)
})

test('services §6.3 only superusers see and start jobs', async () => {
  const { call, record, signIn } = await testApp()
  const password = 'sambal-terasi-9'
  await record('users', { email: 'siti@example.com', password, passwordConfirm: password })
  const user = await signIn('users', 'siti@example.com')
  for (const [method, path] of [
    ['GET', '/api/crons'],
    ['POST', '/api/crons/__pbOTPCleanup__'],
  ] as const) {
    expect((await call(method, path)).status).toBe(401)
    expect((await call(method, path, { token: user })).status).toBe(403)
  }
})

test('services §6.3 a job is run now, in the background; one that is not there is 404', async () => {
  const app = await testApp()
  for (const { id } of platform) {
    const reply = await app.call('POST', `/api/crons/${id}`, { token: app.superuser })
    expect([reply.status, reply.text]).toEqual([204, ''])
    expect(await ranOnce(app, id)).toMatchObject({ lastResult: 'ok', lastError: '' })
  }
  for (const id of ['nothing', '__pbRateLimitersCleanup__', '__pbAutoBackup__'])
    expect((await app.call('POST', `/api/crons/${id}`, { token: app.superuser })).status).toBe(404)
})

test('services §6.3 the job of the rate limiters is there once something was counted', async () => {
  const { call, superuser } = await testApp()
  const has = async () =>
    ((await call('GET', '/api/crons', { token: superuser })).json as Details[]).some(
      ({ id }) => id === '__pbRateLimitersCleanup__',
    )
  await call('PATCH', '/api/settings', { token: superuser, body: { rateLimits: { enabled: true } } })
  expect(await has()).toBe(false)
  await call('GET', '/api/health')
  expect(await has()).toBe(true)
})

test('an own job reads and writes as hooks do, and its failure is kept and harms nobody', async () => {
  const jobs = [
    job('count', '0 0 1 1 *', async (event) => {
      const found = await event.list('notes', { filter: 'text != {:text}', params: { text: 'skip' } })
      await event.transaction(async (tx) => {
        await tx.create('notes', { text: `${event.id} ${found.length}` })
        expect(await tx.list('notes')).toHaveLength(3)
      })
    }),
    job('broken', '0 0 1 1 *', async ({ transaction }) => {
      await transaction(async (tx) => {
        await tx.create('notes', { text: 'never' })
        throw new Error('no luck')
      })
    }),
  ]
  const app = await testApp({ jobs })
  await app.collection({ name: 'notes', type: 'base', fields: [{ name: 'text', type: 'text' }] })
  await app.record('notes', { text: 'one' })
  await app.record('notes', { text: 'skip' })
  for (const id of ['count', 'broken'])
    expect((await app.call('POST', `/api/crons/${id}`, { token: app.superuser })).status).toBe(204)
  expect(await ranOnce(app, 'count')).toMatchObject({ lastResult: 'ok' })
  expect(await ranOnce(app, 'broken')).toMatchObject({ lastResult: 'failed', lastError: 'no luck' })
  const { json } = await app.call('GET', '/api/collections/notes/records?sort=text', { token: app.superuser })
  expect(json.items.map(({ text }: { text: string }) => text)).toEqual(['count 1', 'one', 'skip'])
})

test('details are a key of ours, at the end, and only where they are asked for', async () => {
  const app = await testApp()
  await app.call('POST', '/api/crons/__pbOTPCleanup__', { token: app.superuser })
  expect(await ranOnce(app, '__pbOTPCleanup__')).toEqual({
    timeZone: 'UTC',
    isRunning: false,
    nextRun: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:00:00\.000Z$/),
    lastRun: expect.stringMatching(/Z$/),
    lastDuration: expect.any(Number),
    lastResult: 'ok',
    lastError: '',
  })
  const { json } = await app.call('GET', '/api/crons?details=1', { token: app.superuser })
  for (const state of json as object[]) expect(Object.keys(state)).toEqual(['id', 'expression', 'dapur'])
})

test('the official SDK lists and starts jobs', async () => {
  const { app, superuser } = await testApp()
  const server = await listen(app, { host: '127.0.0.1', port: 0 })
  try {
    const pb = new PocketBase(server.address)
    pb.authStore.save(superuser)
    expect(await pb.crons.getFullList()).toEqual(platform)
    expect(await pb.crons.run('__pbOTPCleanup__')).toBe(true)
  } finally {
    await server.close()
  }
})
