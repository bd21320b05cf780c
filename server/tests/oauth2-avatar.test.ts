import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { AppOptions } from '../app.ts'
import { guardedFetch } from '../base/guarded-fetch.ts'
import { on } from '../hooks/on.ts'
import { filesIn, png } from './file-app.ts'
import { oauthApp, type OAuthApp, USERS } from './oauth-app.ts'
import { testPassword } from './test-app.ts'

/** Nothing of a test lies on the public internet: here loopback counts as if it did. */
const nearby: Pick<AppOptions, 'fetchPublic'> = {
  fetchPublic: (address, request) => guardedFetch(address, { ...request, allowPrivate: true }),
}

/** An app whose provider names a picture at `/siti.jpg`. */
async function gallery(picture: Buffer, options: Partial<AppOptions> = nearby): Promise<OAuthApp> {
  const app = await oauthApp({}, options)
  const { provider } = app
  provider.user = { ...provider.user, picture: `${provider.url}/siti.jpg` }
  provider.pages['/siti.jpg'] = () => [200, picture]
  return app
}

const stored = ({ dir }: OAuthApp): string[] => filesIn(join(dir, 'storage'))
const left = ({ dir }: OAuthApp): string[] => filesIn(join(dir, 'tmp'))
const asked = ({ provider }: OAuthApp): string[] => provider.seen.filter((each) => each.includes('siti'))

test('services §2.4 the picture of a provider becomes a file of the new record, by what is in it', async () => {
  const app = await gallery(png)
  const { status, json } = await app.arrive()
  expect([status, json.meta.avatarURL]).toEqual([200, `${app.provider.url}/siti.jpg`])
  const { avatar, id, collectionId } = json.record
  expect(avatar).toMatch(/^siti_[a-z0-9]{10}\.jpg$/)
  expect(stored(app)).toEqual([`${collectionId}/${id}/${avatar}`])
  const picture = await app.app.fetch(new Request(`http://dapur.test/api/files/users/${id}/${avatar}`))
  expect(picture.headers.get('content-type')).toBe('image/png')
  expect(Buffer.from(await picture.arrayBuffer()).equals(png)).toBe(true)
  expect(left(app)).toEqual([])
  // Whoever comes again has the picture that they have, and none is asked for.
  expect((await app.arrive()).json.record.avatar).toBe(avatar)
  expect(asked(app)).toEqual(['GET /siti.jpg'])
})

test('F5 a picture on a private address is not asked for; whoever comes gets in without it', async () => {
  const app = await gallery(png, {})
  const { status, json } = await app.arrive()
  expect([status, json.meta.isNew, json.record.avatar]).toEqual([200, true, ''])
  expect(asked(app)).toEqual([])
  expect(stored(app)).toEqual([])
})

test('services §2.4 a picture that cannot be had keeps nobody out', async () => {
  const app = await gallery(png)
  const { provider, arrive } = app
  const arrivals: [string, () => void][] = [
    ['gone', () => (provider.pages['/siti.jpg'] = () => [404, png])],
    ['empty', () => (provider.pages['/siti.jpg'] = () => [200, Buffer.alloc(0)])],
    ['no picture', () => (provider.pages['/siti.jpg'] = () => [200, Buffer.from('just a text')])],
    ['no address', () => (provider.user = { ...provider.user, picture: 'file:///etc/passwd' })],
    ['nobody there', () => (provider.user = { ...provider.user, picture: 'http://127.0.0.1:1/a.png' })],
  ]
  for (const [what, prepare] of arrivals) {
    provider.user = {
      ...provider.user,
      sub: what,
      email: `${what.replaceAll(' ', '')}@example.com`,
      picture: `${provider.url}/siti.jpg`,
    }
    prepare()
    const { status, json, text } = await arrive()
    expect([status, status === 200 ? '' : text], what).toEqual([200, ''])
    expect([json.meta.isNew, json.record.avatar], what).toEqual([true, ''])
  }
  expect([stored(app), left(app)]).toEqual([[], []])
})

test('services §2.4 the size and the types of the field hold for a picture too', async () => {
  const app = await gallery(Buffer.concat([png, Buffer.alloc(2000)]))
  const { call, superuser, provider, arrive } = app
  const { fields } = (await call('GET', USERS, { token: superuser })).json
  const change = async (options: object) => {
    const next = fields.map((field: { name: string }) =>
      field.name === 'avatar' ? { ...field, ...options } : field,
    )
    expect((await call('PATCH', USERS, { token: superuser, body: { fields: next } })).status).toBe(200)
  }
  const come = async (sub: string) => {
    provider.user = { ...provider.user, sub, email: `${sub}@example.com` }
    return (await arrive()).json.record.avatar
  }
  await change({ maxSize: 1000 })
  expect(await come('large')).toBe('')
  await change({ maxSize: 3000, mimeTypes: ['image/webp'] })
  expect(await come('other')).toBe('')
  await change({ maxSize: 3000, mimeTypes: ['image/png'] })
  expect(await come('fine')).not.toBe('')
  expect(stored(app)).toHaveLength(1)
})

test('services §2.4 what the client says goes first; a field for text takes the address', async () => {
  const app = await gallery(png)
  const own = await app.arrive({ createData: { avatar: null } })
  expect([own.status, own.json.record.avatar, asked(app)]).toEqual([200, '', []])
  const { call, superuser, provider, configure } = app
  const { fields } = (await call('GET', USERS, { token: superuser })).json
  const body = { fields: [...fields, { name: 'photo', type: 'url' }] }
  expect((await call('PATCH', USERS, { token: superuser, body })).status).toBe(200)
  await configure({ mappedFields: { avatarURL: 'photo' } })
  provider.user = { ...provider.user, sub: 'u2', email: 'budi@example.com' }
  expect((await app.arrive()).json.record.photo).toBe(`${provider.url}/siti.jpg`)
  expect(asked(app)).toEqual([])
})

test('services §2.4 a sign-up that is refused leaves no file behind, with hooks and without', async () => {
  const no = on('record.create', 'users', (event, next) => {
    if (event.record['name'] === 'No') event.reject('not you')
    return next()
  })
  const app = await gallery(png, { ...nearby, hooks: [no] })
  const { call, superuser, provider, arrive } = app
  expect((await arrive({ createData: { name: 'No' } })).status).toBe(400)
  await call('PATCH', USERS, { token: superuser, body: { createRule: 'name = "Siti"' } })
  expect((await arrive({ createData: { name: 'Budi' } })).status).toBe(400)
  await call('PATCH', USERS, { token: superuser, body: { createRule: null } })
  const before = asked(app).length
  expect((await arrive()).status).toBe(403)
  // Nobody can sign up: so nobody is asked for a picture either.
  expect(asked(app)).toHaveLength(before)
  expect([stored(app), left(app)]).toEqual([[], []])
  await call('PATCH', USERS, { token: superuser, body: { createRule: 'name = "Siti"' } })
  const { json } = await arrive()
  expect([json.record.name, stored(app).length]).toEqual(['Siti', 1])
  expect(provider.seen.length).toBeGreaterThan(0)
})

test('services §2.4 a password of the client’s own and a picture go together', async () => {
  const app = await gallery(png)
  const createData = { password: testPassword, passwordConfirm: testPassword }
  const { json } = await app.arrive({ createData })
  expect(json.record.avatar).toMatch(/\.jpg$/)
  expect(stored(app)).toHaveLength(1)
  expect(await app.signIn('users', 'siti@example.com')).toMatch(/^eyJ/)
})
