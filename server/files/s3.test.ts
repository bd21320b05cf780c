import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer } from 'node:http'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { bytesOf, fileStoreSuite, keysOf } from './file-store.suite.ts'
import { type S3Double, s3Double } from './s3-double.suite.ts'
import { s3Store } from './s3.ts'

fileStoreSuite('s3', async () => {
  const { options, close } = await s3Double()
  return { store: s3Store(options), close }
})

let double: S3Double
let folder: string
beforeAll(async () => {
  double = await s3Double()
  folder = await mkdtemp(join(tmpdir(), 's3-test-'))
})
afterAll(async () => {
  await double.close()
  await rm(folder, { recursive: true })
})

test('services §4.3 a large file goes in parts and arrives whole', async () => {
  const store = s3Store(double.options)
  const path = join(folder, 'large')
  const bytes = Buffer.alloc(70 * 1024 * 1024 + 5, 'sambal terasi ')
  await writeFile(path, bytes)
  await store.put('c/r/large.bin', path, { contentType: 'application/zip', originalName: 'l.zip' })
  expect(await store.stat('c/r/large.bin')).toMatchObject({
    size: bytes.length,
    contentType: 'application/zip',
    originalName: 'l.zip',
  })
  const end = await bytesOf(store.read('c/r/large.bin', { start: bytes.length - 9, end: bytes.length - 1 }))
  expect(end).toBe(bytes.subarray(-9).toString())
})

test('services §4.3 a list of several pages is read to its end', async () => {
  const store = s3Store(double.options)
  const path = join(folder, 'small')
  await writeFile(path, 'x')
  for (let n = 0; n < 1010; n += 10)
    await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        store.put(`many/r/${n + i}`, path, { contentType: 'x/y', originalName: '' }),
      ),
    )
  expect(await keysOf(store, 'many/')).toHaveLength(1010)
  await store.removeAll('many/')
  expect(await keysOf(store, 'many/')).toEqual([])
})

test('F5 what a service answers is not repeated, only its code', async () => {
  const store = s3Store({ ...double.options, accessKey: 'WRONG' })
  const path = join(folder, 'kept')
  await writeFile(path, 'x')
  const put = store.put('c/r/x', path, { contentType: 'x/y', originalName: '' })
  await expect(put).rejects.toMatchObject({ code: 'files_unreachable', status: 503 })
  await expect(put).rejects.toThrow('it answered 403 InvalidAccessKeyId')
  const other = createServer((_, response) => response.writeHead(418).end('the secret of another service'))
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void other.close())
  const address = other.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const wrong = s3Store({ ...double.options, endpoint: `http://127.0.0.1:${port}` })
  await expect(wrong.read('c/r/x')).rejects.toThrow(/it answered 418\.$/)
})

test('a service that is not there is unreachable', async () => {
  const store = s3Store({ ...double.options, endpoint: 'http://127.0.0.1:9' })
  await expect(store.read('c/r/x')).rejects.toMatchObject({ code: 'files_unreachable' })
  await expect(s3Store({ ...double.options, endpoint: 'http://%' }).stat('a/b')).rejects.toMatchObject({
    code: 'files_unreachable',
  })
})
