import { connect } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { listen } from '../cli/listen.ts'
import { testApp, type TestApp } from './test-app.ts'

const MIB = 1024 * 1024
const DEFAULT = 32 * MIB

interface Door {
  readonly port: number
  readonly token: string
}

/** An app behind a socket, with a collection whose fields make room for more. */
async function door(): Promise<Door & Pick<TestApp, 'call' | 'superuser'>> {
  const made = await testApp()
  await made.collection({
    name: 'dishes',
    type: 'base',
    createRule: '',
    updateRule: '',
    deleteRule: '',
    fields: [
      { name: 'photos', type: 'file', maxSelect: 3, maxSize: 2 * MIB },
      { name: 'recipe', type: 'editor', maxSize: 3 * MIB },
      { name: 'data', type: 'json' },
    ],
  })
  const body = { batch: { enabled: true, maxRequests: 10, timeout: 3, maxBodySize: 5 * MIB } }
  await made.call('PATCH', '/api/settings', { token: made.superuser, body })
  const server = await listen(made.app, { host: '127.0.0.1', port: 0 })
  onTestFinished(() => server.close())
  return { port: Number(new URL(server.address).port), token: made.superuser, ...made }
}

/** Send a head, then perhaps pieces until the answer is there; answers the status. */
function send({ port, token }: Door, head: string, piece?: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('error', reject)
    socket.once('data', (data) => {
      socket.removeAllListeners('error').on('error', () => undefined)
      socket.destroy()
      resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(String(data))?.[1]))
    })
    socket.write(`${head}\r\nhost: x\r\nauthorization: ${token}\r\n`)
    if (!piece) return void socket.write('\r\n')
    socket.write('transfer-encoding: chunked\r\n\r\n')
    const push = (): void => {
      while (!socket.destroyed && socket.write(piece));
    }
    socket.on('drain', push)
    push()
  })
}

/** Method and path, and the most bytes. */
const routes: readonly (readonly [method: string, path: string, limit: number])[] = [
  ['POST', '/api/collections/dishes/records', DEFAULT + 6 * MIB + 3 * MIB + MIB],
  ['PATCH', '/api/collections/dishes/records/abcdefghij12345', DEFAULT + 6 * MIB + 3 * MIB + MIB],
  ['DELETE', '/api/collections/dishes/records/abcdefghij12345', DEFAULT],
  ['GET', '/api/collections/dishes/records', DEFAULT],
  ['POST', '/api/batch', 5 * MIB],
  ['POST', '/api/collections/users/auth-with-password', DEFAULT],
  ['POST', '/api/collections/users/request-otp', DEFAULT],
  ['POST', '/api/collections/users/auth-with-oauth2', DEFAULT],
  ['POST', '/api/collections', DEFAULT],
  ['PATCH', '/api/collections/dishes', DEFAULT],
  ['PUT', '/api/collections/import', DEFAULT],
  ['PATCH', '/api/settings', DEFAULT],
  ['POST', '/api/settings/test/email', DEFAULT],
  ['POST', '/api/realtime', DEFAULT],
  ['POST', '/api/sql', DEFAULT],
  ['POST', '/api/backups', DEFAULT],
  ['POST', '/api/oauth2-redirect', DEFAULT],
]
/** Routes that look at no body still have to say no to one that is too long. */
const bodiless: typeof routes = [
  ['POST', '/api/crons/__pbOTPCleanup__', DEFAULT],
  ['POST', '/api/files/token', DEFAULT],
  ['POST', '/api/collections/users/auth-refresh', DEFAULT],
  ['POST', '/api/nothing', DEFAULT],
]

describe('services §7.2 the body limit', () => {
  test('what is declared too long is refused before a byte of it is there, on every route', async () => {
    const at = await door()
    for (const [method, path, limit] of [...routes, ...bodiless]) {
      const head = (length: number) =>
        `${method} ${path} HTTP/1.1\r\ncontent-type: application/json\r\ncontent-length: ${length}`
      expect([method, path, await send(at, head(limit + 1))]).toEqual([method, path, 413])
    }
  })

  test('what grows too long is refused while it is read', async () => {
    const at = await door()
    const chunk = Buffer.alloc(MIB, ' ')
    const framed = Buffer.concat([Buffer.from('100000\r\n'), chunk, Buffer.from('\r\n')])
    for (const [method, path] of [
      ['POST', '/api/collections/dishes/records'],
      ['POST', '/api/batch'],
      ['POST', '/api/collections/users/auth-with-password'],
      ['PATCH', '/api/settings'],
    ] as const) {
      const head = `${method} ${path} HTTP/1.1\r\ncontent-type: application/json`
      expect([path, await send(at, head, framed)]).toEqual([path, 413])
    }
  })

  test('the control: what just fits is read', async () => {
    const { call, superuser } = await door()
    const text = (length: number) => `{"requests":[${' '.repeat(length - 15)}]}`
    const status = async (length: number) =>
      (
        await call('POST', '/api/batch', {
          token: superuser,
          body: text(length),
          headers: { 'content-length': String(length) },
        })
      ).status
    // An empty batch is wrong for another reason.
    expect([await status(5 * MIB), await status(5 * MIB + 1)]).toEqual([400, 413])
  })

  test('services §6.2 an uploaded backup may be as long as it likes', async () => {
    const at = await door()
    // Not a form: it is refused for that, and not for its length.
    const head = `POST /api/backups/upload HTTP/1.1\r\ncontent-type: text/plain\r\ncontent-length: ${100 * 1024 * MIB}\r\n\r\nx`
    expect(await send(at, head)).toBe(400)
  })

  test('the error is the standard one', async () => {
    const { call } = await testApp()
    const { status, json } = await call('POST', '/api/sql', {
      body: '{}',
      headers: { 'content-length': String(DEFAULT + 1) },
    })
    expect([status, json]).toEqual([413, { data: {}, message: expect.any(String), status: 413 }])
  })
})
