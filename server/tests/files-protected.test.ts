import { expect, test } from 'vitest'
import { file, fileApp, type FileApp } from './file-app.ts'
import { testPassword } from './test-app.ts'

interface Protected extends FileApp {
  readonly path: string
  readonly user: string
}

async function protectedFile(): Promise<Protected> {
  const app = await fileApp()
  const account = { password: testPassword, passwordConfirm: testPassword }
  await app.record('users', { email: 'siti@example.com', ...account })
  const user = await app.signIn('users', 'siti@example.com')
  const made = await app.dish(['menu', file('menu.txt', 'Soto, Rawon')])
  return { ...app, user, path: `/api/files/dishes/${made.id}/${made.menu}` }
}

async function fileToken({ call }: FileApp, token: string): Promise<string> {
  return (await call('POST', '/api/files/token', { token })).json.token
}

test('services §4.5 a file token is for who is signed in', async () => {
  const app = await protectedFile()
  expect((await app.call('POST', '/api/files/token')).status).toBe(401)
  const token = await fileToken(app, app.user)
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
  expect(claims).toMatchObject({ type: 'file', collectionId: '_pb_users_auth_' })
  expect(claims.exp - Date.now() / 1000).toBeGreaterThan(170)
  expect(claims.exp - Date.now() / 1000).toBeLessThanOrEqual(180)
  expect(
    (await app.call('GET', '/api/settings', { token: await fileToken(app, app.superuser) })).status,
  ).toBe(401)
})

test('services §4.4 a protected file takes the view rule, with the owner of the file token and nobody else', async () => {
  const app = await protectedFile()
  const { get, path, user, superuser, call, id } = app
  const status = async (token: string, headers = {}) => (await get(`${path}?token=${token}`, headers)).status
  expect((await get(path)).status).toBe(404)
  expect(await status('nothing')).toBe(404)
  expect(await status(user)).toBe(404)
  expect(await status('', { authorization: superuser })).toBe(404)
  expect(await status(await fileToken(app, user))).toBe(200)
  expect(await status(await fileToken(app, superuser))).toBe(200)
  const setRule = (viewRule: string | null) =>
    call('PATCH', `/api/collections/${id}`, { token: superuser, body: { viewRule } })
  await setRule('@request.context = "protectedFile" && @request.auth.email = "siti@example.com"')
  expect(await status(await fileToken(app, user))).toBe(200)
  await setRule('@request.context = "default"')
  expect(await status(await fileToken(app, user))).toBe(404)
  expect(await status(await fileToken(app, superuser))).toBe(200)
  await setRule(null)
  expect(await status(await fileToken(app, user))).toBe(404)
  await setRule('')
  expect((await get(path)).status).toBe(200)
})

test('R16 every door to a protected file is the same', async () => {
  const { get, path } = await protectedFile()
  for (const [query, headers, method] of [
    ['thumb=100x100', {}, 'GET'],
    ['download=1', {}, 'GET'],
    ['', { range: 'bytes=0-1' }, 'GET'],
    ['', { 'if-modified-since': new Date().toUTCString() }, 'GET'],
    ['', {}, 'HEAD'],
  ] as const)
    expect((await get(`${path}?${query}`, headers, method)).status).toBe(404)
})

test('A6 a file token ends with the password that it was made under', async () => {
  const app = await protectedFile()
  const token = await fileToken(app, app.user)
  const { json } = await app.call('GET', '/api/collections/users/records', { token: app.superuser })
  const body = { password: 'another-one-9', passwordConfirm: 'another-one-9' }
  const path = `/api/collections/users/records/${json.items[0].id}`
  expect((await app.call('PATCH', path, { token: app.superuser, body })).status).toBe(200)
  expect((await app.get(`${app.path}?token=${token}`)).status).toBe(404)
})

test('services §4.4 a superuser from an address that is not listed is a guest', async () => {
  const app = await protectedFile()
  const token = await fileToken(app, app.superuser)
  const body = { superuserIPs: ['10.0.0.1'], trustedProxy: { headers: ['x-real-ip'], useLeftmostIP: false } }
  const headers = { 'x-real-ip': '10.0.0.1' }
  await app.call('PATCH', '/api/settings', { token: app.superuser, body, headers })
  expect((await app.get(`${app.path}?token=${token}`, { 'x-real-ip': '10.0.0.2' })).status).toBe(404)
  expect((await app.get(`${app.path}?token=${token}`, headers)).status).toBe(200)
})

test('services §4.4 a view serves the file of the record behind it, under its own rule', async () => {
  const app = await protectedFile()
  const { collection, dish, get, call, superuser, user } = app
  const made = await dish(
    ['photo', file('a.png')],
    ['photos', file('b.png')],
    ['menu', file('m.txt', 'Gado')],
  )
  const view = (name: string, viewQuery: string, viewRule: string | null = '') =>
    collection({ name, type: 'view', viewQuery, viewRule, listRule: '' })
  await view('same', 'select id, photo as picture, photos, menu from dishes', '@request.auth.id != ""')
  await view('other', "select ('x' || d.id) as id, d.photo, d.photos from dishes d")
  await view('deep', 'select id, photo, photos from other')
  for (const [name, id] of [
    ['same', made.id],
    ['other', `x${made.id}`],
    ['deep', `x${made.id}`],
  ]) {
    const [photo, photos] = [
      `/api/files/${name}/${id}/${made.photo}`,
      `/api/files/${name}/${id}/${made.photos[0]}`,
    ]
    expect([name, (await get(photo)).status, (await get(photos)).status]).toEqual([name, 200, 200])
    expect((await get(`${photo}?thumb=100x100`)).headers.get('content-disposition')).toContain('100x100_')
  }
  const menu = `/api/files/same/${made.id}/${made.menu}`
  expect((await get(menu)).status).toBe(404)
  expect((await get(`${menu}?token=${await fileToken(app, user)}`)).status).toBe(200)
  await call('DELETE', `/api/collections/dishes/records/${made.id}`, { token: superuser })
  expect((await get(menu)).status).toBe(404)
})

test('services §4.5 an API key that is good for some things gets no token that is good for all', async () => {
  const { call, superuser } = await fileApp()
  const options = { dapur: { apiKeys: { enabled: true } } }
  await call('PATCH', '/api/collections/_superusers', { token: superuser, body: options })
  const body = { name: 'k', scopes: [{ collections: ['dishes'], actions: ['view'] }] }
  const made = await call('POST', '/api/collections/_superusers/api-keys', { token: superuser, body })
  const { status, json } = await call('POST', '/api/files/token', { token: made.json.key })
  expect([status, json.code]).toEqual([403, 'scope_refused'])
})
