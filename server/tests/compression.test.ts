import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { request } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import type { AppOptions } from '../app.ts'
import { listen } from '../cli/listen.ts'
import { testApp } from './test-app.ts'

const RECORDS = '/api/collections/notes/records'

interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly bytes: Buffer
}

type Get = (path: string, encoding?: string, method?: string) => Promise<Reply>

/** Some thirty records of half a kilobyte behind a socket; the bytes as they come. */
async function notes(options: Partial<AppOptions> = {}): Promise<Get> {
  const { app, collection, record } = await testApp(options)
  await collection({
    name: 'notes',
    type: 'base',
    listRule: '',
    viewRule: '',
    fields: [{ name: 'text', type: 'text' }],
  })
  for (let at = 0; at < 40; at++)
    await record('notes', { id: String(at).padStart(15, '0'), text: `${at} ${'nasi goreng '.repeat(40)}` })
  const server = await listen(app, { host: '127.0.0.1', port: 0 })
  onTestFinished(() => server.close())
  const { port } = new URL(server.address)
  return (path, encoding, method = 'GET') =>
    new Promise((resolve, reject) => {
      const headers = encoding === undefined ? {} : { 'accept-encoding': encoding }
      const sent = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
        const pieces: Buffer[] = []
        response.on('data', (piece: Buffer) => pieces.push(piece))
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            bytes: Buffer.concat(pieces),
          }),
        )
      })
      sent.on('error', reject).end()
    })
}

test('large answers are compressed as the client can read them, and are the same', async () => {
  const get = await notes()
  const plain = await get(RECORDS)
  expect(plain.headers['content-encoding']).toBeUndefined()
  expect(plain.headers['vary']).toBe('Origin, Authorization, Accept-Encoding')
  for (const [accepted, encoding, unpack] of [
    ['gzip, deflate, br', 'br', brotliDecompressSync],
    ['gzip', 'gzip', gunzipSync],
  ] as const) {
    const small = await get(RECORDS, accepted)
    expect(small.status).toBe(200)
    expect(small.headers).toMatchObject({
      'content-encoding': encoding,
      'content-type': 'application/json',
      vary: 'Origin, Authorization, Accept-Encoding',
      'x-content-type-options': 'nosniff',
    })
    expect(unpack(small.bytes)).toEqual(plain.bytes)
    expect(small.bytes.length).toBeLessThan(plain.bytes.length / 4)
  }
  const head = await get(RECORDS, 'gzip', 'HEAD')
  expect([head.status, head.headers['content-encoding'], head.bytes.length]).toEqual([200, 'gzip', 0])
})

test('small answers, errors and what nobody can unpack go as they are', async () => {
  const get = await notes()
  for (const [path, encoding] of [
    [`${RECORDS}/000000000000000`, 'gzip, br'],
    ['/api/health', 'gzip, br'],
    ['/api/nothing', 'gzip, br'],
    [RECORDS, 'identity'],
    [RECORDS, 'gzip;q=0'],
  ] as const) {
    const { headers, bytes } = await get(path, encoding)
    expect([path, headers['content-encoding']]).toEqual([path, undefined])
    expect(() => JSON.parse(bytes.toString()) as unknown).not.toThrow()
  }
  expect((await get('/api/health', 'gzip')).headers['vary']).toBe('Origin, Authorization')
})

test('many at once are all answered rightly, compressed or not', async () => {
  const get = await notes()
  const plain = await get(RECORDS)
  const replies = await Promise.all(Array.from({ length: 30 }, () => get(RECORDS, 'br')))
  for (const { headers, bytes } of replies)
    expect(headers['content-encoding'] === 'br' ? brotliDecompressSync(bytes) : bytes).toEqual(plain.bytes)
  expect(replies.some(({ headers }) => headers['content-encoding'] === 'br')).toBe(true)
})

test('it can be turned off', async () => {
  const get = await notes({ compression: 'off' })
  const { headers } = await get(RECORDS, 'gzip, br')
  expect([headers['content-encoding'], headers['vary']]).toEqual([undefined, 'Origin, Authorization'])
})
