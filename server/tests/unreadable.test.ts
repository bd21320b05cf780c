import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Served, serveProcess, temporaryDir } from './serve-process.ts'

let server: Served
let remove: () => Promise<void>
beforeAll(async () => {
  const made = await temporaryDir()
  remove = made.remove
  server = await serveProcess(['--dir', made.dir])
})
afterAll(async () => {
  await server.stop()
  await remove()
})

/** All that comes back for some bytes until the server closes the connection. */
async function answerTo(bytes: string): Promise<string> {
  const socket = connect(Number(new URL(server.address).port), '127.0.0.1')
  socket.write(bytes)
  let text = ''
  socket.on('data', (part: Buffer) => (text += part.toString()))
  await once(socket, 'close')
  return text
}

const host = 'Host: x\r\n'

test.each([
  ['a method that nobody knows', `FOO /api/health HTTP/1.1\r\n${host}\r\n`, 404, undefined],
  ['what is no HTTP', 'GET somewhere\r\n\r\n', 400, 'request_unreadable'],
  [
    'two lengths',
    `POST /api/health HTTP/1.1\r\n${host}Content-Length: 1\r\nContent-Length: 2\r\n\r\n`,
    400,
    'request_unreadable',
  ],
  [
    'headers without end',
    `GET /api/health HTTP/1.1\r\n${host}X: ${'x'.repeat(100_000)}\r\n\r\n`,
    431,
    'headers_too_large',
  ],
])('services §0.4 %s gets the envelope of all errors', async (_what, bytes, status, code) => {
  const answer = await answerTo(bytes)
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} \\w`))
  const [, body = ''] = answer.split('\r\n\r\n')
  expect(answer).toContain(`content-length: ${body.length}`)
  expect(JSON.parse(body)).toEqual({ data: {}, status, message: expect.any(String), ...(code && { code }) })
  // The server goes on.
  expect((await fetch(`${server.address}/api/health`)).status).toBe(200)
})

test('services §0.4 what cannot be read after a request costs that request nothing', async () => {
  const good = `GET /api/health HTTP/1.1\r\n${host}\r\n`
  const answer = await answerTo(`${good}garbage\r\n\r\n`)
  expect(answer.match(/HTTP\/1\.1 \d{3}/g)).toEqual(['HTTP/1.1 200'])
})
