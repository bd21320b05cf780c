import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import PocketBase from 'pocketbase'
import { expect, test } from 'vitest'
import { signJwt } from '../base/jwt.ts'
import { openImported, openMove } from './imported-app.ts'
import { hashOf, moved } from './pocketbase-fixture.ts'

const { email, password, userId, tokenKey, secret, postId, image, imageBytes } = moved

test('data §7.1 the source is only read, and a WAL that was left in it is read too', async () => {
  const move = await openMove({ withWal: true })
  const before = hashOf(move.source)
  await move.run()
  expect(hashOf(move.source)).toBe(before)
  expect(existsSync(join(move.source, 'data.db-wal'))).toBe(true)
  const { root } = await openImported({ withWal: true })
  expect((await root.collection('posts').getOne(postId))['title']).toBe('From the WAL')
})

test('data §7.2 collections keep their ids, rules, options and times, and get what they lacked', async () => {
  const { root, app, report } = await openImported()
  const posts = await root.collections.getOne('posts')
  expect(posts).toMatchObject({
    id: 'old7random4id',
    type: 'base',
    listRule: "status != 'draft'",
    createRule: null,
  })
  expect(posts['created']).toBe('2024-05-01 10:00:00.000Z')
  expect(posts.fields.find(({ name }) => name === 'id')).toMatchObject({
    id: '_pbf_text_id_',
    pattern: '^[a-z0-9]+$',
    help: '',
  })
  expect(posts.indexes).toEqual([
    'CREATE INDEX `idx_title` ON `posts` (`title`)',
    expect.stringMatching(/^CREATE UNIQUE INDEX `idx_slug` ON `posts` \(`slug`\)$/),
  ])
  const users = app.house.catalog.current.find('users')
  expect(users?.auth?.authToken).toEqual({ secret, duration: 1_209_600 })
  expect(users?.auth?.oauth2).toMatchObject({ providers: [], mappedFields: { name: 'name', avatarURL: '' } })
  expect(users?.auth?.otp.emailTemplate.subject).not.toBe('')
  expect(users?.indexes).toHaveLength(2)
  expect(report.warnings.filter((line) => line.startsWith('"users"'))).toEqual([])
})

test('data §7.2 views work, and so do views of views', async () => {
  const { guest, root } = await openImported()
  const list = await guest.collection('post_list').getFullList({ sort: 'title' })
  expect(list.map(({ id }) => id)).toEqual(['post00000000004', postId, 'post00000000003'])
  expect(list[1]).toMatchObject({ title: 'First', author_name: 'Siti', two: 2 })
  expect(await guest.collection('titles').getFullList()).toHaveLength(4)
  const { fields } = await root.collections.getOne('post_list')
  expect(fields.map(({ name, type }) => `${name} ${type}`)).toEqual([
    'id text',
    'title text',
    'author_name text',
    'two json',
  ])
})

test('data §7.3 settings are taken with their secrets, and old keys are named', async () => {
  const { app, root, report } = await openImported()
  const { smtp, meta, batch, rateLimits } = app.house.settings.current
  expect(smtp).toMatchObject({
    enabled: true,
    host: 'mail.example.com',
    port: 2525,
    password: 'mail-secret',
    tls: false,
  })
  expect(meta).toMatchObject({ appName: 'Warung', accentColor: '#1055c9' })
  expect([batch.maxRequests, rateLimits.rules]).toEqual([7, []])
  expect((await root.settings.getAll())['smtp']).not.toHaveProperty('password')
  expect(report.settings).toBe('plain')
  expect(report.warnings.join()).toContain('"oldSetting" is not known here')
})

test('data §7.3 encrypted settings are read with their key', async () => {
  const encryptionKey = '0123456789abcdef0123456789abcdef'
  const { app, report } = await openImported({ encryptionKey }, { encryptionKey })
  expect(app.house.settings.current.meta.appName).toBe('Warung')
  expect(report.settings).toBe('encrypted')
})

test('data §7.4 system records are taken but for those that live for minutes, and the placeholder', async () => {
  const { root, report } = await openImported()
  const emails = (await root.collection('_superusers').getFullList()).map((record) => record['email'])
  expect(emails).toEqual([moved.superuser])
  const [link] = await root.collection('_externalAuths').getFullList()
  expect(link).toMatchObject({
    provider: 'google',
    providerId: '4711',
    collectionRef: '_pb_users_auth_',
    recordRef: userId,
  })
  const [origin] = await root.collection('_authOrigins').getFullList()
  expect(origin).toMatchObject({ id: 'origin000000001', fingerprint: 'f'.repeat(32) })
  expect(await root.collection('_mfas').getFullList()).toEqual([])
  expect(await root.collection('_otps').getFullList()).toEqual([])
  expect(report.notTaken.join('\n')).toMatch(/"_mfas".*\n.*"_otps".*\n.*placeholder/)
})

test('data §7.5 the history of migrations is not taken, and the report says so', async () => {
  const { report } = await openImported()
  expect(report.notTaken.join('\n')).toContain('migrations in JavaScript (1)')
})

test('data §7.6 every older form of a cell is read, and what links to nothing is kept', async () => {
  const { root } = await openImported()
  const post = await root.collection('posts').getOne(postId)
  expect(post).toMatchObject({
    title: 'First',
    views: 12.5,
    hot: true,
    due: '2022-01-02 03:04:05.000Z',
    status: 'live',
    labels: ['solo'],
    author: userId,
    readers: [userId, 'gone0000000000x'],
    image,
    gallery: [image],
    meta: { b: [1, 2] },
    place: { lon: 106.8, lat: -6.2 },
    created: '2020-01-01 00:00:00.000Z',
    collectionId: 'old7random4id',
  })
  expect(await root.collection('posts').getOne('rAb-Cd_12')).toMatchObject({
    title: '',
    views: 0,
    hot: false,
    due: '',
    status: '',
    labels: [],
    author: '',
    readers: [],
    image: '',
    gallery: [],
    meta: null,
    place: { lon: 0, lat: 0 },
    body: '',
    created: '',
  })
  expect(await root.collection('posts').getOne('post00000000003')).toMatchObject({
    views: 7,
    hot: true,
    due: '',
    author: 'gone0000000000x',
    meta: 'no json',
    labels: [],
  })
})

test('data §7.6 what cannot be read or written is a line of the report, and the rest is taken', async () => {
  const { root, report } = await openImported({
    alter: (db) =>
      db.exec(`INSERT INTO posts (id, slug, views) VALUES ('same00000000001', 'first', 1), (NULL, 'x', 1);
               UPDATE posts SET views = 9e999, slug = x'6279746573' WHERE id = 'post00000000004'`),
  })
  const posts = report.collections.find(({ name }) => name === 'posts')
  expect(posts?.records).toEqual({ found: 6, taken: 4, leftOut: 2 })
  expect(posts?.cellsEmptied).toBe(3)
  expect(posts?.notes.toSorted()).toEqual([
    'post00000000003: "due" held "tomorrow", which is no date: it is empty now',
    'post00000000003: "place" held "x", which is no geoPoint: it is empty now',
    'post00000000004: "views" held "Infinity", which is no number: it is empty now',
    'record 6: left out, it has no id',
    'same00000000001: left out, another record has the same slug',
  ])
  expect(report.isComplete).toBe(false)
  expect(await root.collection('posts').getOne('post00000000004')).toMatchObject({ views: 0, slug: 'bytes' })
})

test('data §7.7 files keep their path, bytes and attributes; thumbnails and what nobody names stay behind', async () => {
  const { target, report } = await openImported()
  const folder = join(target, 'storage', 'old7random4id', postId)
  expect(readFileSync(join(folder, image))).toEqual(imageBytes)
  expect(JSON.parse(readFileSync(join(folder, `${image}.attrs`), 'utf8'))).toMatchObject({
    'user.content_type': 'image/png',
  })
  expect(existsSync(join(folder, 'forgotten_1234567890.txt'))).toBe(false)
  expect(existsSync(join(folder, `thumbs_${image}`))).toBe(false)
  expect(report.files).toMatchObject({ copied: 1, bytes: 16, missing: 0, unreferenced: 1, thumbs: 1 })
})

test('data §7.7 files that are missing, or whose names lead elsewhere, are noted', async () => {
  const { report } = await openImported({
    alter: (db) =>
      db.exec(`UPDATE posts SET image = '../../../data.db' WHERE id = '${postId}';
               UPDATE posts SET image = 'gone_1234567890.png' WHERE id = 'post00000000004'`),
  })
  expect(report.files).toMatchObject({ copied: 1, missing: 2 })
  expect(report.files.notes).toEqual([
    `old7random4id/${postId}/../../../data.db`,
    'old7random4id/post00000000004/gone_1234567890.png',
  ])
})

test('data §7.8 services §12.3 old passwords and old tokens go on working, and rules hold', async () => {
  const { guest } = await openImported()
  const user = new PocketBase(guest.baseURL)
  const { record } = await user.collection('users').authWithPassword(email, password)
  expect(record.id).toBe(userId)
  await expect(user.collection('users').authWithPassword(email, 'wrong')).rejects.toMatchObject({
    status: 400,
  })
  const exp = 4_000_000_000
  const old = signJwt(
    { collectionId: '_pb_users_auth_', exp, id: userId, refreshable: true, type: 'auth' },
    tokenKey + secret,
  )
  guest.authStore.save(old, null)
  expect((await guest.collection('users').getOne(userId))['name']).toBe('Siti')
  expect((await guest.collection('users').authRefresh()).record.id).toBe(userId)
  guest.authStore.clear()
  await expect(guest.collection('users').getOne(userId)).rejects.toMatchObject({ status: 404 })
  expect((await guest.collection('posts').getFullList()).map((post) => post.id)).not.toContain(
    'post00000000004',
  )
  await expect(guest.collection('posts').create({ title: 'no' })).rejects.toMatchObject({ status: 403 })
})

test('data §7.9 logs and backups stay behind, and the report says so', async () => {
  const { report, target } = await openImported()
  expect(report.notTaken.join('\n')).toMatch(/auxiliary\.db.*\n.*backups/)
  // The server makes one of its own at its first start; what stood in the old one is not in it.
  const logs = new Database(join(target, 'auxiliary.db'), { readonly: true })
  expect(logs.prepare('SELECT count(*) AS n FROM _logs').get()).toEqual({ n: 0 })
  logs.close()
})
