import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { keysOf } from '../files/file-store.suite.ts'
import { s3Double } from '../files/s3-double.suite.ts'
import { s3Store } from '../files/s3.ts'
import { file, fileApp, png } from './file-app.ts'

const RECORDS = '/api/collections/dishes/records'

test('services §4.3 with S3 switched on, files live in the bucket, and only there', async () => {
  const double = await s3Double()
  onTestFinished(double.close)
  const { app, call, superuser, dish, get, form, stored, id } = await fileApp()
  const old = await dish(['photo', file('old.png')])
  const s3 = { ...double.options, enabled: true }
  const { json } = await call('PATCH', '/api/settings', { token: superuser, body: { s3 } })
  expect(json.s3).not.toHaveProperty('secret')
  const made = await dish(['photo', file('a.png')], ['photos', file('b.txt', 'Soto')])
  const store = s3Store(double.options)
  const keys = () => keysOf(store, `${id}/`)
  const key = `${id}/${made.id}/${made.photo}`
  expect(await keys()).toEqual([key, `${id}/${made.id}/${made.photos[0]}`])
  expect(await store.stat(key)).toMatchObject({ contentType: 'image/png', originalName: 'a.png' })
  const path = `/api/files/dishes/${made.id}/${made.photo}`
  const response = await get(path)
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/png'])
  expect(Buffer.from(await response.arrayBuffer())).toEqual(png)
  const part = await get(path, { range: 'bytes=1-3' })
  expect([part.status, await part.text()]).toEqual([206, 'PNG'])
  expect((await get(`${path}?thumb=100x100`)).headers.get('content-disposition')).toContain('100x100_')
  expect(await keys()).toHaveLength(3)
  // Nothing moves by itself.
  expect((await get(`/api/files/dishes/${old.id}/${old.photo}`)).status).toBe(404)
  await form('PATCH', `${RECORDS}/${made.id}`, [['photo', '']], superuser)
  await app.house.fileKeeper.settled()
  expect(await keys()).toEqual([`${id}/${made.id}/${made.photos[0]}`])
  await call('DELETE', `${RECORDS}/${made.id}`)
  await app.house.fileKeeper.settled()
  expect(await keys()).toEqual([])
  expect(stored()).toHaveLength(1)
  await call('PATCH', '/api/settings', { token: superuser, body: { s3: { enabled: false } } })
  expect((await get(`/api/files/dishes/${old.id}/${old.photo}`)).status).toBe(200)
})

test('a bucket that cannot be reached refuses uploads, and what was to be removed waits', async () => {
  const double = await s3Double()
  const { app, call, superuser, form, dish, dir } = await fileApp()
  const s3 = { ...double.options, enabled: true }
  await call('PATCH', '/api/settings', { token: superuser, body: { s3 } })
  const made = await dish(['photo', file('a.png')])
  await double.close()
  const { status, json } = await form('POST', RECORDS, [['photo', file('b.png')]], superuser)
  expect({ status, code: json.code }).toEqual({ status: 503, code: 'files_unreachable' })
  expect((await call('DELETE', `${RECORDS}/${made.id}`)).status).toBe(204)
  await app.house.fileKeeper.settled()
  const rows = await app.house.storage.hot.all('select "attempts", "due" from "_dapur_gone_files"', [])
  expect(rows).toEqual([[1, expect.any(Number)]])
  expect(existsSync(join(dir, 'storage'))).toBe(true)
  expect((await call('GET', RECORDS)).json.totalItems).toBe(0)
})

test('services §5.3 the settings of S3 can be tried out', async () => {
  const double = await s3Double()
  onTestFinished(double.close)
  const { call, superuser } = await fileApp()
  const tryOut = (body: object, token = superuser) => call('POST', '/api/settings/test/s3', { token, body })
  expect((await tryOut({ filesystem: 'storage' }, '')).status).toBe(401)
  expect((await tryOut({})).json.data.filesystem.code).toBe('validation_required')
  expect((await tryOut({ filesystem: 'constructor' })).json.data.filesystem.code).toBe(
    'validation_in_invalid',
  )
  const off = await tryOut({ filesystem: 'storage' })
  expect({ status: off.status, data: off.json.data }).toEqual({ status: 400, data: {} })
  const s3 = { ...double.options, enabled: true }
  const body = { s3, backups: { s3: { ...s3, bucket: 'nothing' } } }
  await call('PATCH', '/api/settings', { token: superuser, body })
  expect((await tryOut({ filesystem: 'storage' })).status).toBe(204)
  expect(await keysOf(s3Store(double.options), 'pb_settings_test_/')).toEqual([])
  const wrong = await tryOut({ filesystem: 'backups' })
  expect(wrong.status).toBe(400)
  expect(wrong.json.message).toContain('404 NoSuchBucket')
})

test('F5 a service that sends us elsewhere is not followed', async () => {
  let hits = 0
  const canary = createServer((_, response) => {
    hits++
    response.end('secret')
  })
  await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void canary.close())
  const port = (server: typeof canary): number => {
    const address = server.address()
    return typeof address === 'object' && address ? address.port : 0
  }
  const sends = createServer((_, response) => {
    response.writeHead(307, { location: `http://127.0.0.1:${port(canary)}/` }).end()
  })
  await new Promise<void>((resolve) => sends.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void sends.close())
  const { call, superuser } = await fileApp()
  const s3 = {
    enabled: true,
    bucket: 'b',
    region: 'r',
    accessKey: 'a',
    secret: 's',
    forcePathStyle: true,
    endpoint: `http://127.0.0.1:${port(sends)}`,
  }
  await call('PATCH', '/api/settings', { token: superuser, body: { s3 } })
  const body = { filesystem: 'storage' }
  const { status, json } = await call('POST', '/api/settings/test/s3', { token: superuser, body })
  expect(status).toBe(400)
  expect(json.message).not.toContain('secret')
  expect(hits).toBe(0)
})
