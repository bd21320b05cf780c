import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { keysOf } from '../files/file-store.suite.ts'
import { s3Double } from '../files/s3-double.suite.ts'
import { s3Store } from '../files/s3.ts'
import { type BackupApp, backupApp } from './backup-app.ts'
import { file } from './file-app.ts'

const RECORDS = '/api/collections/dishes/records'

async function bucketApp(): Promise<{ made: BackupApp; double: Awaited<ReturnType<typeof s3Double>> }> {
  const double = await s3Double()
  const made = await backupApp()
  const backups = { s3: { ...double.options, enabled: true } }
  expect((await made.as('PATCH', '/api/settings', { backups })).status).toBe(200)
  return { made, double }
}

test('services §6.2 with S3 for backups they are kept in the bucket, and come back from it', async () => {
  const { made, double } = await bucketApp()
  onTestFinished(double.close)
  const { as, call, dish, dir, idle, names, get, upload, stored } = made
  const first = await dish(['name', 'Soto'], ['photo', file('a.png')])
  expect((await as('POST', '/api/backups', { name: 'a.zip' })).status).toBe(204)
  expect([readdirSync(join(dir, 'backups')), await names()]).toEqual([[], ['a.zip']])
  const store = s3Store(double.options)
  expect(await store.stat('a.zip')).toMatchObject({ contentType: 'application/zip' })
  const { token } = (await as('POST', '/api/files/token')).json
  const whole = await get(`/api/backups/a.zip?token=${token}`)
  const content = Buffer.from(await whole.arrayBuffer())
  expect([whole.status, content.subarray(0, 2).toString()]).toEqual([200, 'PK'])
  await dish(['name', 'Rawon'])
  const files = stored()
  expect((await as('POST', '/api/backups/a.zip/restore')).status).toBe(204)
  await idle()
  expect(made.app.house.backups.lastFailure).toBe(undefined)
  expect((await call('GET', RECORDS)).json.items).toMatchObject([{ id: first.id }])
  expect(stored()).toEqual(files)
  expect((await upload('b.zip', content)).status).toBe(204)
  expect(await keysOf(store, '')).toEqual(['a.zip', 'b.zip'])
  expect((await as('DELETE', '/api/backups/a.zip')).status).toBe(204)
  expect([await names(), readdirSync(join(dir, 'tmp'))]).toEqual([['b.zip'], []])
}, 60_000)

test('O11 a bucket that is gone fails the backup, and says so', async () => {
  const { made, double } = await bucketApp()
  const { as, app, dir } = made
  await double.close()
  const { status, json } = await as('POST', '/api/backups', { name: 'a.zip' })
  expect([status, json.code]).toEqual([503, 'files_unreachable'])
  expect(readdirSync(join(dir, 'tmp'))).toEqual([])
  await as('PATCH', '/api/settings', { backups: { s3: { enabled: false } } })
  expect((await as('POST', '/api/backups', { name: 'a.zip' })).status).toBe(204)
  expect(app.house.backups.lastFailure).toBe(undefined)
}, 60_000)

test('services §6.2 files of records that are in a bucket are not in the archive', async () => {
  const double = await s3Double()
  onTestFinished(double.close)
  const { as, dish, backup, restore, get, dir } = await backupApp()
  await as('PATCH', '/api/settings', { s3: { ...double.options, enabled: true } })
  const made = await dish(['photo', file('a.png')])
  await backup('a.zip')
  await restore('a.zip')
  expect((await get(`/api/files/dishes/${made.id}/${made.photo}`)).status).toBe(200)
  expect(readdirSync(join(dir, 'storage'))).toEqual([])
}, 60_000)
