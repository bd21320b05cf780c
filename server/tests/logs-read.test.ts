import { join } from 'node:path'
import Database from 'better-sqlite3'
import PocketBase from 'pocketbase'
import { expect, onTestFinished, test } from 'vitest'
import { workedTime } from '../base/clock.ts'
import { listen } from '../cli/listen.ts'
import { logApp, type LogApp } from './log-app.ts'

/** Five entries of three hours, and nothing else. */
async function shelf(): Promise<LogApp> {
  const app = await logApp()
  const { put } = app
  await put({
    id: 'a',
    created: '2026-05-01 10:00:00.000Z',
    message: 'GET /one',
    data: { status: 200, a: { b: [7, 8] } },
  })
  await put({
    id: 'b',
    created: '2026-05-01 10:59:59.999Z',
    message: 'GET /two',
    data: { status: 404 },
    level: 8,
  })
  await put({
    id: 'c',
    created: '2026-05-01 12:00:00.000Z',
    message: 'POST /one',
    data: { status: 200, userIP: '10.0.0.1' },
  })
  await put({ id: 'd', created: '2026-05-02 00:30:00.000Z', message: 'odd', data: {}, level: 4 })
  await put({
    id: 'e',
    created: '2026-05-02 00:30:00.000Z',
    message: 'odd',
    data: { status: 500, error: "it's" },
    level: 8,
  })
  return app
}

async function ids({ entries }: LogApp, filter: string): Promise<string> {
  return (await entries(filter)).map(({ id }) => id).join('')
}

test('services §6.1 the list has pages, totals, and the shape of the contract', async () => {
  const { logs } = await shelf()
  expect((await logs('?perPage=2&page=2')).json).toEqual({
    items: [
      {
        id: 'c',
        created: '2026-05-01 12:00:00.000Z',
        level: 0,
        message: 'POST /one',
        data: { status: 200, userIP: '10.0.0.1' },
      },
      { id: 'd', created: '2026-05-02 00:30:00.000Z', level: 4, message: 'odd', data: {} },
    ],
    page: 2,
    perPage: 2,
    totalItems: 5,
    totalPages: 3,
  })
  expect((await logs('?skipTotal=1&perPage=2000')).json).toMatchObject({
    perPage: 1000,
    totalItems: -1,
    totalPages: -1,
  })
  expect((await logs('?page=9')).json).toMatchObject({ items: [], totalItems: 5, totalPages: 1 })
  expect((await logs(`?filter=${encodeURIComponent('level = 3')}`)).json).toMatchObject({
    items: [],
    totalItems: 0,
    totalPages: 0,
  })
  expect((await logs('?page=x')).status).toBe(400)
})

test('services §6.1 sorts and fields', async () => {
  const { logs } = await shelf()
  const sorted = async (sort: string): Promise<string> =>
    (await logs(`?sort=${sort}`)).json.items.map(({ id }: { id: string }) => id).join('')
  expect(await sorted('-@rowid')).toBe('edcba')
  expect(await sorted('-level,id')).toBe('bedac')
  expect(await sorted('-created,-id')).toBe('edcba')
  expect(await sorted('-data.status,id')).toBe('ebacd')
  expect((await logs('?sort=updated')).status).toBe(400)
  expect((await logs('?fields=id,data.status&perPage=1')).json.items).toEqual([
    { id: 'a', data: { status: 200 } },
  ])
})

test('services §6.1 filters: the fields, paths into data, macros and functions', async () => {
  const app = await shelf()
  expect(await ids(app, 'data.status > 200')).toBe('be')
  expect(await ids(app, 'data.status = 200 || level >= 8')).toBe('abce')
  expect(await ids(app, "message ~ 'one' && data.userIP = '10.0.0.1'")).toBe('c')
  expect(await ids(app, 'data.a.b.1 = 8')).toBe('a')
  expect(await ids(app, 'data.status = null')).toBe('d')
  expect(await ids(app, 'data ~ "404"')).toBe('b')
  expect(await ids(app, 'data.error = "it\'s"')).toBe('e')
  expect(await ids(app, 'id ?= "a"')).toBe('a')
  expect(await ids(app, 'created >= "2026-05-02" && created < @now')).toBe('de')
  expect(await ids(app, 'strftime("%H", created) = "12"')).toBe('c')
})

test('services §6.1 a filter that cannot be used is 400, for the list and for the statistics', async () => {
  const { logs } = await shelf()
  const broken = [
    'updated > 1',
    'level',
    '(',
    'data.status:lower = 1',
    'data..x = 1',
    'message.x = 1',
    '@request.auth.id = 1',
    '@collection.users.id = 1',
    'data.x" = 1',
    `message = "${'x'.repeat(3500)}"`,
  ]
  for (const filter of broken) {
    const query = `?filter=${encodeURIComponent(filter)}`
    expect([filter, (await logs(query)).status]).toEqual([filter, 400])
    expect([filter, (await logs(`/stats${query}`)).status]).toEqual([filter, 400])
  }
  expect((await logs('?filter=%28')).json.data).toEqual({})
})

test('services §6.1 the statistics count by hour, the earliest first', async () => {
  const { logs } = await shelf()
  expect((await logs('/stats')).json).toEqual([
    { date: '2026-05-01 10:00:00.000Z', total: 2 },
    { date: '2026-05-01 12:00:00.000Z', total: 1 },
    { date: '2026-05-02 00:00:00.000Z', total: 2 },
  ])
  expect((await logs(`/stats?filter=${encodeURIComponent('data.status > 200')}`)).json).toEqual([
    { date: '2026-05-01 10:00:00.000Z', total: 1 },
    { date: '2026-05-02 00:00:00.000Z', total: 1 },
  ])
})

test('services §6.1 one entry, or 404', async () => {
  const { logs } = await shelf()
  expect((await logs('/b')).json).toEqual({
    id: 'b',
    created: '2026-05-01 10:59:59.999Z',
    level: 8,
    message: 'GET /two',
    data: { status: 404 },
  })
  expect((await logs('/missing')).status).toBe(404)
})

test('services §6.1 only superusers see the logs', async () => {
  const { call, record, signIn } = await shelf()
  await record('users', {
    email: 'siti@example.com',
    password: 'sambal-terasi-9',
    passwordConfirm: 'sambal-terasi-9',
  })
  const token = await signIn('users', 'siti@example.com')
  for (const path of ['/api/logs', '/api/logs/stats', '/api/logs/a']) {
    expect((await call('GET', path)).status).toBe(401)
    expect((await call('GET', path, { token })).status).toBe(403)
  }
  expect((await call('DELETE', '/api/logs')).status).toBe(401)
  expect((await call('DELETE', '/api/logs', { token })).status).toBe(403)
})

test('services §6.1 DELETE removes all, also what was not written yet', async () => {
  const { call, superuser, entries } = await shelf()
  await call('GET', '/api/health')
  expect(await call('DELETE', '/api/logs', { token: superuser })).toMatchObject({ status: 204, text: '' })
  expect(await entries()).toEqual([])
  await call('GET', '/api/health')
  expect(await entries()).toHaveLength(1)
})

test('services §10 the official SDK reads the logs, their statistics, and removes them', async () => {
  const { app, superuser } = await shelf()
  const server = await listen(app, { host: '127.0.0.1', port: 0 })
  onTestFinished(() => server.close())
  const pb = new PocketBase(server.address)
  pb.autoCancellation(false)
  pb.authStore.save(superuser)
  const page = await pb.logs.getList(1, 2, { filter: 'data.status > 200', sort: '-@rowid' })
  expect(page.items.map(({ id }) => id)).toEqual(['e', 'b'])
  expect(page.totalItems).toBe(2)
  expect((await pb.logs.getOne('e')).data['status']).toBe(500)
  await expect(pb.logs.getOne('missing')).rejects.toMatchObject({ status: 404 })
  expect(await pb.logs.getStats({ filter: 'level = 4' })).toEqual([
    { date: '2026-05-02 00:00:00.000Z', total: 1 },
  ])
  expect(await pb.logs.truncate()).toBe(true)
  // The look for what is not there was a failure, and older than the removal.
  expect((await pb.logs.getList()).totalItems).toBe(0)
})

test('a costly filter is not worked on by the thread that answers requests; the control is', async () => {
  const { app, dir, logs, entries } = await logApp()
  const { auxiliary } = app.house.logs
  const insert = 'insert into "_logs" ("id", "level", "message", "data", "created") values (?, 0, ?, ?, ?)'
  const data = JSON.stringify({ type: 'request', url: '/api/health?'.padEnd(1500, 'soto') })
  const row = (index: number) => [`l${index}`, 'GET', data, '2026-05-01 10:00:00.000Z']
  await auxiliary.append(
    insert,
    Array.from({ length: 6000 }, (_, index) => row(index)),
  )
  const worked = async (work: () => unknown): Promise<number> => {
    const before = workedTime()
    await work()
    return workedTime() - before
  }
  const words = Array.from({ length: 8 }, (_, at) => `sotx${at}`)
  const filter = words.map((word) => `data.url ~ '${word}'`).join(' || ')
  const condition = words.map((word) => `json_extract(data, '$.url') LIKE '%${word}%'`).join(' OR ')
  const asked = await worked(async () => expect(await entries(filter)).toEqual([]))
  const counted = await worked(() => logs(`/stats?filter=${encodeURIComponent(filter)}`))
  const db = new Database(join(dir, 'auxiliary.db'), { readonly: true })
  onTestFinished(() => void db.close())
  const here = await worked(() => db.prepare(`SELECT count(*) FROM _logs WHERE ${condition}`).get())
  expect(here).toBeGreaterThan(50)
  expect(asked).toBeLessThan(here / 2)
  expect(counted).toBeLessThan(here / 2)
})
