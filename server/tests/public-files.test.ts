import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { AppOptions } from '../app.ts'
import { listen } from '../cli/listen.ts'
import { loadConfig } from '../config.ts'
import { serveProcess, temporaryDir } from './serve-process.ts'
import { testApp } from './test-app.ts'

const SECRET = 'not for visitors'
const files: Readonly<Record<string, string>> = {
  'index.html': '<h1>Warung</h1>',
  'css/site.css': 'body { margin: 0 }',
  'menu/index.html': '<h1>Menu</h1>',
  'app.js': 'export {}',
  'data.json': '{"a":1}',
  'nasi goreng.txt': 'enak',
  '100%.txt': 'all',
  'hash#.txt': 'hash',
  '.env': SECRET,
  '.git/config': SECRET,
  'menu/.hidden': SECRET,
  '.well-known/security.txt': 'Contact: mailto:a@example.com',
  'api/health': SECRET,
  'no-index/a.txt': 'a',
  '_/own.js': SECRET,
}

interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
}

/** The address as it is written, dots and all: `fetch` would tidy it first. */
type Get = (path: string, headers?: Readonly<Record<string, string>>, method?: string) => Promise<Reply>

/** A folder with a site, beside a file that is none of it; an app that serves it, and a socket. */
async function site(options: Partial<AppOptions> = {}): Promise<{ readonly get: Get; readonly dir: string }> {
  const outer = await mkdtemp(join(tmpdir(), 'dapur-public-'))
  const dir = join(outer, 'public')
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(dir, name)), { recursive: true })
    await writeFile(join(dir, name), text)
  }
  await writeFile(join(outer, 'secret.txt'), SECRET)
  await symlink(join(outer, 'secret.txt'), join(dir, 'link.txt'))
  await symlink(outer, join(dir, 'up'))
  await symlink(join(dir, 'css'), join(dir, 'styles'))
  await symlink('loop', join(dir, 'loop'))
  const { app } = await testApp({ publicDir: dir, indexFallback: 'off', ...options })
  const server = await listen(app, { host: '127.0.0.1', port: 0 })
  onTestFinished(async () => {
    await server.close()
    await rm(outer, { recursive: true })
  })
  return { dir, get: getterOf(server.address) }
}

function getterOf(address: string): Get {
  const { port } = new URL(address)
  return (path, headers = {}, method = 'GET') =>
    new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (piece: string) => (text += piece))
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        )
      })
      sent.on('error', reject).end()
    })
}

describe('services §8.4 the public folder', () => {
  const sent = [
    ['/', 'text/html; charset=utf-8', '<h1>Warung</h1>'],
    ['/css/site.css', 'text/css; charset=utf-8', 'body { margin: 0 }'],
    ['/styles/site.css', 'text/css; charset=utf-8', 'body { margin: 0 }'],
    ['/menu/', 'text/html; charset=utf-8', '<h1>Menu</h1>'],
    ['/app.js', 'text/javascript; charset=utf-8', 'export {}'],
    ['/data.json', 'application/json', '{"a":1}'],
    ['/nasi%20goreng.txt', 'text/plain; charset=utf-8', 'enak'],
    ['/100%25.txt', 'text/plain; charset=utf-8', 'all'],
    ['/hash%23.txt', 'text/plain; charset=utf-8', 'hash'],
    ['/.well-known/security.txt', 'text/plain; charset=utf-8', 'Contact: mailto:a@example.com'],
  ] as const
  test('sends what lies in it', async () => {
    const { get } = await site()
    for (const [path, type, text] of sent) {
      const reply = await get(path)
      expect({ path, ...reply }).toMatchObject({ path, status: 200, text })
      expect(reply.headers).toMatchObject({
        'content-type': type,
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-cache',
        'content-length': String(text.length),
      })
      expect(await get(path, {}, 'HEAD')).toMatchObject({
        status: 200,
        text: '',
        headers: { 'content-type': type },
      })
    }
  })

  const moved = [
    ['/menu', '/menu/'],
    ['/menu?a=1', '/menu/?a=1'],
    ['/menu/index.html', '/menu/'],
    ['/index.html', '/'],
    ['/css/site.css/', '/css/site.css'],
    ['/nasi%20goreng.txt/', '/nasi%20goreng.txt'],
  ] as const
  test('has one address for each file and folder', async () => {
    const { get } = await site()
    for (const [path, location] of moved)
      expect({ path, ...(await get(path)) }).toMatchObject({ path, status: 301, headers: { location } })
  })

  test('what is not there is 404 in JSON, or the index where that is wanted', async () => {
    const { get } = await site()
    for (const path of ['/nothing', '/css/nothing.css', '/no-index/', '/no-index', '/menu/nothing']) {
      const { status, text } = await get(path)
      expect([path, status]).toEqual([path, 404])
      expect(JSON.parse(text)).toEqual({ data: {}, message: expect.any(String), status: 404 })
    }
    expect((await get('/nothing', {}, 'POST')).status).toBe(404)
    const spa = await site({ indexFallback: 'on' })
    for (const path of ['/nothing', '/orders/7', '/no-index/'])
      expect(await spa.get(path)).toMatchObject({ status: 200, text: '<h1>Warung</h1>' })
  })

  test('/api and /_/ go first, whatever lies in the folder', async () => {
    for (const indexFallback of ['on', 'off'] as const) {
      const { get } = await site({ indexFallback })
      expect(JSON.parse((await get('/api/health')).text)).toMatchObject({ code: 200 })
      for (const path of [
        '/api/nothing',
        '/api',
        '/api/',
        '/_/own.js',
        '/_/nothing',
        '/API/health',
        '/%61pi/x',
      ])
        expect([path, (await get(path)).status]).toEqual([path, 404])
      expect(await get('/_')).toMatchObject({ status: 307, headers: { location: '/_/' } })
    }
  })

  test('parts, and what has not changed', async () => {
    const { get } = await site()
    const { headers } = await get('/css/site.css')
    expect(await get('/css/site.css', { range: 'bytes=0-3' })).toMatchObject({
      status: 206,
      text: 'body',
      headers: { 'content-range': 'bytes 0-3/18' },
    })
    expect((await get('/css/site.css', { range: 'bytes=99-' })).status).toBe(416)
    const since = { 'if-modified-since': String(headers['last-modified']) }
    expect(await get('/css/site.css', since)).toMatchObject({ status: 304, text: '' })
  })

  test('without an index the root is the admin UI, as it is without a folder', async () => {
    const { get, dir } = await site()
    await rm(join(dir, 'index.html'))
    expect(await get('/')).toMatchObject({ status: 307, headers: { location: '/_/' } })
    const { call } = await testApp()
    const { status, headers } = await call('GET', '/')
    expect([status, headers.get('location')]).toEqual([307, '/_/'])
  })
})

/** Ways to write a path that leads out of the folder, to what is hidden in it, or to another guard. */
const spellings = [
  '/../secret.txt',
  '/./../secret.txt',
  '/css/../../secret.txt',
  '/%2e%2e/secret.txt',
  '/%2E%2E/secret.txt',
  '/.%2e/secret.txt',
  '/%2e./secret.txt',
  '/..%2fsecret.txt',
  '/..%2Fsecret.txt',
  '/%2e%2e%2fsecret.txt',
  '/css/..%2f..%2fsecret.txt',
  '/css%2f..%2f..%2fsecret.txt',
  '/..%5csecret.txt',
  '/..\\secret.txt',
  '/css\\..\\..\\secret.txt',
  '/%252e%252e/secret.txt',
  '/%252e%252e%252fsecret.txt',
  '/..%252fsecret.txt',
  '/%c0%ae%c0%ae/secret.txt',
  '/%c0%af../secret.txt',
  '/..%c0%afsecret.txt',
  '/%e0%80%ae%e0%80%ae/secret.txt',
  '/..%00/secret.txt',
  '/secret.txt%00.css',
  '/css/site.css%00',
  '/..;/secret.txt',
  '/;/../secret.txt',
  '//../secret.txt',
  '//secret.txt',
  '//css//../../secret.txt',
  '/.../secret.txt',
  '/....//secret.txt',
  '/..../secret.txt',
  '/link.txt',
  '/up/secret.txt',
  '/styles/../../secret.txt',
  '/.env',
  '/%2eenv',
  '/.git/config',
  '/.git%2fconfig',
  '/menu/.hidden',
  '/menu/%2ehidden',
  '/.well-known/../.env',
  '/.well-known/.env',
  '/loop',
  '/100%.txt',
  `/${'a'.repeat(300)}`,
  '//example.com/%2e%2e',
]

test('R19 no spelling leads out of the folder, or to what is hidden in it', async () => {
  const { get } = await site()
  for (const path of spellings) {
    const { status, text } = await get(path)
    expect([path, text.includes(SECRET)]).toEqual([path, false])
    // What Node's adapter takes for no address at all is 400.
    expect([path, status]).toEqual([path, path.includes('\\') ? 400 : 404])
  }
  // The control: the same secret behind a name that leads to it.
  const planted = await site()
  await writeFile(join(planted.dir, 'open.txt'), SECRET)
  expect((await planted.get('/open.txt')).text).toBe(SECRET)
})

test('R19 no redirect leads to another host', async () => {
  const { get } = await site()
  for (const path of [
    '//menu',
    '//example.com/menu',
    '/\\menu',
    '/menu//',
    '//menu/index.html',
    '/%5cmenu',
  ]) {
    const { headers } = await get(path)
    expect([path, String(headers.location ?? '/')]).toEqual([path, expect.stringMatching(/^\/(?:[^/\\]|$)/)])
  }
})

test('the folder is the one of the flag or the variable; one that is not there stops the start', async () => {
  const { dir, remove } = await temporaryDir()
  onTestFinished(remove)
  const said = async (flags: object, env: Readonly<Record<string, string>> = {}) => {
    const { publicDir, indexFallback } = await loadConfig(flags, env)
    return [publicDir, indexFallback]
  }
  expect(await said({ publicDir: dir, indexFallback: 'off' })).toEqual([dir, 'off'])
  expect(await said({}, { DAPUR_PUBLIC_DIR: dir, DAPUR_INDEX_FALLBACK: 'off' })).toEqual([dir, 'off'])
  expect(await said({ publicDir: dir })).toEqual([dir, 'on'])
  await expect(said({ publicDir: join(dir, 'missing') })).rejects.toThrow(
    /public folder .*missing is not there/,
  )
})

test('a server of its own takes the folder from its command line', async () => {
  const { dir, remove } = await temporaryDir()
  onTestFinished(remove)
  await mkdir(join(dir, 'web'))
  await writeFile(join(dir, 'web/index.html'), 'hello')
  const folder = ['--public-dir', join(dir, 'web'), '--index-fallback', 'off']
  const server = await serveProcess(['--dir', join(dir, 'data'), ...folder])
  onTestFinished(() => void server.stop('SIGKILL'))
  const get = getterOf(server.address)
  expect([(await get('/')).text, (await get('/nothing')).status]).toEqual(['hello', 404])
})
