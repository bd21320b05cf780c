import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { systemClock } from '../base/clock.ts'
import { file, png } from './file-app.ts'
import { backupApp } from './backup-app.ts'

const RECORDS = '/api/collections/dishes/records'

test('data §8.4 services §6.2 a backup is made, listed and deleted', async () => {
  const { as, names, dir, app } = await backupApp()
  expect(await names()).toEqual([])
  expect((await as('POST', '/api/backups', { name: 'monday_1-a.zip' })).status).toBe(204)
  const { json } = await as('GET', '/api/backups')
  expect(json).toEqual([
    {
      modified: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}Z$/),
      key: 'monday_1-a.zip',
      size: expect.any(Number),
    },
  ])
  expect(Object.keys(json[0])).toEqual(['modified', 'key', 'size'])
  expect(json[0].size).toBe(readFileSync(join(dir, 'backups/monday_1-a.zip')).length)
  expect((await as('GET', '/api/backups?fields=key')).json).toEqual([{ key: 'monday_1-a.zip' }])
  expect(readdirSync(join(dir, 'tmp'))).toEqual([])
  expect((await as('DELETE', '/api/backups/monday_1-a.zip')).status).toBe(204)
  expect(await names()).toEqual([])
  const gone = await as('DELETE', '/api/backups/monday_1-a.zip')
  expect([gone.status, gone.json.data]).toEqual([400, {}])
  expect(app.house.backups.lastFailure).toBe(undefined)
}, 60_000)

test('services §6.2 a restore brings back records, files and settings, without a restart', async () => {
  const { app, as, backup, restore, dish, get, stored, call } = await backupApp()
  const made = await dish(['name', 'Soto'], ['photo', file('a.png')], ['photos', file('b.txt', 'Boil it.')])
  await backup('first.zip')
  const before = stored()
  await as('DELETE', `${RECORDS}/${made.id}`)
  await dish(['name', 'Rawon'], ['photo', file('c.png')])
  await app.house.fileKeeper.settled()
  expect(stored()).not.toEqual(before)
  await as('PATCH', '/api/settings', { meta: { appName: 'Later' } })
  await restore('first.zip')
  const { json } = await call('GET', RECORDS)
  expect(json.items.map(({ name }: { name: string }) => name)).toEqual(['Soto'])
  expect(stored()).toEqual(before)
  const photo = await get(`/api/files/dishes/${made.id}/${made.photo}`)
  expect([photo.status, photo.headers.get('content-type')]).toEqual([200, 'image/png'])
  expect(Buffer.from(await photo.arrayBuffer())).toEqual(png)
  expect((await as('GET', '/api/settings')).json.meta.appName).toBe('Acme')
  expect((await dish(['name', 'Lodeh'])).name).toBe('Lodeh')
}, 60_000)

test('services §6.2 only superusers may', async () => {
  const { call, record, signIn, backup } = await backupApp()
  await backup('one.zip')
  const account = { password: 'sambal-terasi-9', passwordConfirm: 'sambal-terasi-9' }
  await record('users', { email: 'sri@example.com', ...account })
  const token = await signIn('users', 'sri@example.com')
  const routes = [
    ['GET', '/api/backups'],
    ['POST', '/api/backups'],
    ['POST', '/api/backups/upload'],
    ['DELETE', '/api/backups/one.zip'],
    ['POST', '/api/backups/one.zip/restore'],
  ] as const
  for (const [method, path] of routes) {
    expect([path, (await call(method, path)).status]).toEqual([path, 401])
    expect([path, (await call(method, path, { token })).status]).toEqual([path, 403])
  }
}, 60_000)

test('services §6.2 names are checked, and made up where there is none', async () => {
  const { as, names } = await backupApp()
  const codeOf = async (name: unknown) => (await as('POST', '/api/backups', { name })).json.data.name.code
  for (const name of ['Test.zip', 'a b.zip', 'a.tar', '../a.zip', '@auto.zip', '.zip'])
    expect([name, await codeOf(name)]).toEqual([name, 'validation_match_invalid'])
  const long = await as('POST', '/api/backups', { name: `${'a'.repeat(147)}.zip` })
  expect(long.json.data.name).toMatchObject({
    code: 'validation_length_out_of_range',
    params: { min: 1, max: 150 },
  })
  expect((await as('POST', '/api/backups', { name: 7 })).status).toBe(400)
  expect(await names()).toEqual([])
  await as('PATCH', '/api/settings', { meta: { appName: 'Warung Bu Sri ✓ '.repeat(9) } })
  expect((await as('POST', '/api/backups')).status).toBe(204)
  const [made = ''] = await names()
  expect(made).toMatch(/^pb_backup_(warung_bu_sri_)+[a-z_]*_\d{14}\.zip$/)
  expect(made.length).toBeLessThanOrEqual('pb_backup_'.length + 50 + '_20260101000000.zip'.length)
  expect(await codeOf(made)).toBe('validation_backup_name_exists')
}, 60_000)

test('services §6.2 two backups without a name within one second are two', async () => {
  const clock = { ...systemClock, now: () => Date.UTC(2026, 0, 2) }
  const { as, names } = await backupApp({ clock })
  for (const _ of [1, 2, 3]) expect((await as('POST', '/api/backups')).status).toBe(204)
  const first = /^(pb_backup_.*_20260102000000)\.zip$/
  const stem = (await names()).map((name) => first.exec(name)?.[1]).find((found) => found !== undefined)
  expect((await names()).toSorted()).toEqual([`${stem}.zip`, `${stem}_2.zip`, `${stem}_3.zip`])
}, 60_000)

test('services §6.2 an archive is uploaded under its own name, when it is a zip and the name is free', async () => {
  const { form, superuser, upload, backup, archive, names, as, restore } = await backupApp()
  await backup('made.zip')
  const content = readFileSync(archive('made.zip'))
  const codeOf = async (name: string, body: Buffer | string = content) =>
    (await upload(name, body)).json.data.file.code
  expect((await form('POST', '/api/backups/upload', [['a', 'b']], superuser)).json.data.file.code).toBe(
    'validation_required',
  )
  expect(await codeOf('x.zip', 'no archive')).toBe('validation_invalid_mime_type')
  expect(await codeOf('x.zip', png)).toBe('validation_invalid_mime_type')
  expect(await codeOf('made.zip')).toBe('validation_backup_name_exists')
  for (const name of ['..', '.a.zip', 'a\\b.zip', 'a.zip.attrs', 'made.zip.attrs', 'a\u0001.zip'])
    expect([name, await codeOf(name)]).toEqual([name, 'validation_match_invalid'])
  expect(await names()).toEqual(['made.zip'])
  expect(await upload('My Backup (1).zip', content)).toMatchObject({ status: 204, text: '' })
  expect(await names()).toEqual(['My Backup (1).zip', 'made.zip'])
  const path = `/api/backups/${encodeURIComponent('My Backup (1).zip')}`
  await restore(encodeURIComponent('My Backup (1).zip'))
  expect((await as('DELETE', path)).status).toBe(204)
}, 60_000)

test('services §6.2 an upload has no limit but the disk', async () => {
  const { upload, archive } = await backupApp()
  const large = Buffer.alloc(40 * 1024 * 1024)
  large.write('PK\u0003\u0004', 'latin1')
  expect((await upload('large.zip', large)).status).toBe(204)
  expect(readFileSync(archive('large.zip'))).toHaveLength(large.length)
}, 60_000)

test('services §6.2 a download takes the file token of a superuser, in the address', async () => {
  const { as, call, get, backup, archive, record, signIn, superuser } = await backupApp()
  await backup('one.zip')
  const { token } = (await as('POST', '/api/files/token')).json
  const whole = await get(`/api/backups/one.zip?token=${token}`)
  const content = readFileSync(archive('one.zip'))
  expect([whole.status, Buffer.from(await whole.arrayBuffer()).equals(content)]).toEqual([200, true])
  expect(Object.fromEntries(whole.headers)).toMatchObject({
    'content-type': 'application/zip',
    'content-disposition': 'attachment; filename=one.zip',
    'accept-ranges': 'bytes',
    'cache-control': 'no-store',
  })
  const part = await get(`/api/backups/one.zip?token=${token}`, { range: 'bytes=0-1' })
  expect([part.status, await part.text()]).toEqual([206, 'PK'])
  const head = await get(`/api/backups/one.zip?token=${token}`, {}, 'HEAD')
  expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([
    200,
    String(content.length),
    '',
  ])
  expect((await get(`/api/backups/two.zip?token=${token}`)).status).toBe(404)
  const account = { password: 'sambal-terasi-9', passwordConfirm: 'sambal-terasi-9' }
  await record('users', { email: 'sri@example.com', ...account })
  const user = await signIn('users', 'sri@example.com')
  const foreign = (await call('POST', '/api/files/token', { token: user })).json.token
  for (const bad of ['', 'nonsense', foreign, superuser])
    expect([bad, (await get(`/api/backups/one.zip?token=${bad}`)).status]).toEqual([bad, 403])
  expect((await get('/api/backups/one.zip', { authorization: superuser })).status).toBe(403)
}, 60_000)

test('services §6.2 one operation at a time, and what is in use is not deleted', async () => {
  const { app, as, idle, names } = await backupApp()
  const [first, second] = await Promise.all([
    as('POST', '/api/backups', { name: 'a.zip' }),
    as('POST', '/api/backups', { name: 'b.zip' }),
  ])
  expect([first, second].filter(({ status }) => status === 204)).toHaveLength(1)
  expect([first, second].filter(({ status }) => status === 400)).toHaveLength(1)
  const [made = ''] = await names()
  const restoring = await as('POST', `/api/backups/${made}/restore`)
  expect(restoring.status).toBe(204)
  expect(app.house.backups.current).toEqual({ kind: 'restore', key: made })
  for (const [method, path] of [
    ['POST', '/api/backups'],
    ['POST', `/api/backups/${made}/restore`],
    ['DELETE', `/api/backups/${made}`],
  ] as const)
    expect([path, (await as(method, path)).status]).toEqual([path, 400])
  await idle()
  expect((await as('POST', '/api/backups/none.zip/restore')).status).toBe(400)
  expect((await as('DELETE', `/api/backups/${made}`)).status).toBe(204)
}, 60_000)
