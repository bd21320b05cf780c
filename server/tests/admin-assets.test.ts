import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { testApp, type TestApp } from './test-app.ts'

const dist = join(import.meta.dirname, '../../admin-ui/dist')
/** `npm test` builds the UI before. */
const isBuilt = existsSync(join(dist, 'assets'))

interface Asked {
  readonly status: number
  readonly headers: Headers
  readonly bytes: Buffer
}

async function ask(
  { app }: TestApp,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Asked> {
  const response = await app.fetch(new Request(`http://dapur.test${path}`, { headers }))
  return {
    status: response.status,
    headers: response.headers,
    bytes: Buffer.from(await response.arrayBuffer()),
  }
}

function scriptPath(): string {
  const name = readdirSync(join(dist, 'assets')).find((found) => found.endsWith('.js'))
  return `/_/assets/${name ?? ''}`
}

test.skipIf(!isBuilt)(
  'services §6.6 assets come compressed from the build, and are kept for two weeks',
  async () => {
    const app = await testApp()
    const path = scriptPath()
    const plain = await ask(app, path)
    expect(plain.headers.get('content-encoding')).toBeNull()
    for (const [accepted, unpack] of [
      ['br', brotliDecompressSync],
      ['gzip', gunzipSync],
    ] as const) {
      const { headers, bytes } = await ask(app, path, { 'accept-encoding': accepted })
      expect(headers.get('content-encoding')).toBe(accepted)
      expect(headers.get('cache-control')).toBe('max-age=1209600, stale-while-revalidate=86400')
      expect(headers.get('vary')).toBe('Accept-Encoding')
      expect(headers.get('content-type')).toMatch(/^text\/javascript/)
      expect(bytes.length).toBeLessThan(plain.bytes.length / 2)
      expect(unpack(bytes).equals(plain.bytes)).toBe(true)
    }
  },
)

test.skipIf(!isBuilt)('what a browser has already is not sent again', async () => {
  const app = await testApp()
  const path = scriptPath()
  const gzip = { 'accept-encoding': 'gzip' }
  const etag = (await ask(app, path, gzip)).headers.get('etag') ?? ''
  expect(etag).toMatch(/^"[\w-]+-gzip"$/)
  for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
    const { status, headers, bytes } = await ask(app, path, { ...gzip, 'if-none-match': known })
    expect([known, status, bytes.length]).toEqual([known, 304, 0])
    expect(headers.get('etag')).toBe(etag)
  }
  // Another form of the same file is another thing.
  for (const condition of [{ 'if-none-match': etag }, { ...gzip, 'if-none-match': '"other"' }])
    expect((await ask(app, path, condition)).status).toBe(200)
})

test.skipIf(!isBuilt)('only files of the build are served, and the compressed ones not by name', async () => {
  const app = await testApp()
  for (const path of [
    `${scriptPath()}.br`,
    `${scriptPath()}.gz`,
    '/_/assets',
    '/_/assets/',
    '/_/.hash',
    '/_/nothing.js',
  ])
    expect([path, (await ask(app, path)).status]).toEqual([path, 404])
  expect((await ask(app, '/_/index.html')).headers.get('content-security-policy')).toContain(
    "script-src 'nonce-",
  )
})
