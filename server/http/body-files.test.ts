import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises'
import type { AddressInfo, Socket } from 'node:net'
import { connect } from 'node:net'
import type { Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ApiError } from '../base/error.ts'
import { openLog } from '../base/log.ts'
import { type ParsedBody, withBody } from './body.ts'
import type { HttpApp } from './respond.ts'

let folder: string
let app: HttpApp
let server: Server
let origin: string
/** What the route does with a body. */
let use: (body: ParsedBody) => Promise<unknown>
let limit: number

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dapur-'))
  limit = 4_000_000
  use = async ({ values, files }) => ({ values, files: await Promise.all(files.map(describeFile)) })
  app = new Hono()
  app.post('/', async (exchange) =>
    Response.json(await withBody(exchange, { limit, house: { tmp: folder, log: openLog('silent') } }, use)),
  )
  app.onError((error) => {
    if (error instanceof ApiError) return new Response(error.code, { status: error.status })
    throw error
  })
  server = createAdaptorServer({ fetch: app.fetch }) as Server
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await rm(folder, { recursive: true })
})

async function describeFile({ field, name, path, size, type }: ParsedBody['files'][number]): Promise<object> {
  const content = await readFile(path)
  return { field, name, type, size, same: size === content.length, begin: content.subarray(0, 4).toString() }
}

/** Both ways in: a socket, and a Request as tests and own code send it. */
const doors: [string, (body: FormData) => Promise<Response>][] = [
  ['a socket', async (body) => fetch(origin, { method: 'POST', body })],
  ['no socket', async (body) => app.request(new Request('http://dapur.test/', { method: 'POST', body }))],
]

describe.each(doors)('data §1.6 a multipart form through %s', (_, send) => {
  test('its texts are values, its files lie in the folder, and are gone after the request', async () => {
    const form = new FormData()
    form.append('title', 'Nasi uduk ✓')
    form.append('price', '18000')
    form.append('tags', 'a')
    form.append('tags', '2')
    form.append('@jsonPayload', '{"data":{"a":"1"}}')
    form.append('photos', new File(['first'], 'a/b.txt', { type: 'text/plain' }))
    form.append('photos+', new File([new Uint8Array(1_500_000).fill(65)], 'Sambal ✓.bin'))
    form.append('none', new File([], ''))
    const reply = await send(form)
    expect(await reply.json()).toEqual({
      values: { title: 'Nasi uduk ✓', price: 18000, tags: ['a', 2], data: { a: '1' }, none: '' },
      files: [
        { field: 'photos', name: 'b.txt', type: 'text/plain', size: 5, same: true, begin: 'firs' },
        {
          field: 'photos+',
          name: 'Sambal ✓.bin',
          type: 'application/octet-stream',
          size: 1_500_000,
          same: true,
          begin: 'AAAA',
        },
      ],
    })
    expect(await readdir(folder)).toEqual([])
  })

  test('a file that is moved away stays', async () => {
    const kept = await mkdtemp(join(tmpdir(), 'dapur-'))
    use = async ({ files }) => Promise.all(files.map(({ path }, i) => rename(path, join(kept, `${i}`))))
    const form = new FormData()
    form.append('a', new File(['one'], 'one'))
    form.append('b', new File(['two'], 'two'))
    expect((await send(form)).status).toBe(200)
    expect(await readFile(join(kept, '1'), 'utf8')).toBe('two')
    expect(await readdir(folder)).toEqual([])
    await rm(kept, { recursive: true })
  })

  test('when the route fails, nothing stays', async () => {
    let seen: string[] = []
    use = async () => {
      seen = await readdir(folder)
      throw new ApiError('forbidden', {})
    }
    const form = new FormData()
    form.append('a', new File(['one'], 'one'))
    expect((await send(form)).status).toBe(403)
    expect(seen).toHaveLength(1)
    expect(await readdir(folder)).toEqual([])
  })

  test('too large a form, and too many parts, are refused, and nothing stays', async () => {
    limit = 200_000
    const large = new FormData()
    large.append('a', new File(['one'], 'one'))
    large.append('b', new File([new Uint8Array(300_000)], 'two'))
    expect((await send(large)).status).toBe(413)
    const many = new FormData()
    for (let i = 0; i < 1001; i++) many.append('a', '1')
    expect((await send(many)).status).toBe(400)
    expect(await readdir(folder)).toEqual([])
  })
})

describe('data §1.6 a multipart form off the wire', () => {
  const part = (head: string, content: string) => `--x\r\n${head}\r\n\r\n${content}\r\n`
  const send = async (body: string, type = 'multipart/form-data; boundary=x') =>
    fetch(origin, { method: 'POST', headers: { 'content-type': type }, body })
  const text = 'content-disposition: form-data; name="a"'
  const file = 'content-disposition: form-data; name="f"; filename="f.txt"'

  test('an empty one is an empty body', async () => {
    expect(await (await send('')).json()).toEqual({ values: {}, files: [] })
    expect(await (await send('--x--\r\n')).json()).toEqual({ values: {}, files: [] })
  })

  test.each([
    ['no boundary', part(text, '1'), 'multipart/form-data'],
    ['no end', part(text, '1'), undefined],
    ['no end in a file', `--x\r\n${file}\r\n\r\nabc`, undefined],
    ['no end in a second file', `${part(file, 'abc')}--x\r\n${file}\r\n\r\nabc`, undefined],
    ['no form at all', '{"a":1}', undefined],
    ['a broken payload', `${part(text.replace('"a"', '"@jsonPayload"'), '{')}--x--\r\n`, undefined],
  ])('%s is refused', async (_, body, type) => {
    expect((await send(body, type)).status).toBe(400)
    expect(await readdir(folder)).toEqual([])
  })

  test('parts without a name, and unknown character sets, do no harm', async () => {
    const nameless = part('content-disposition: form-data', '1') + part('x-y: z', '2')
    const odd = part(`${text}\r\ncontent-type: text/plain; charset=klingon`, 'é')
    const lost = part('content-disposition: form-data; filename="f"', 'abc')
    expect(await (await send(`${nameless}${odd}${lost}--x--\r\n`)).json()).toEqual({
      values: { a: 'é' },
      files: [],
    })
  })

  test('a connection outlives a body that is a little too long, and not one that is much too long', async () => {
    limit = 1000
    const socket = connect(Number(new URL(origin).port), '127.0.0.1')
    const post = (size: number): string =>
      `POST / HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${size}\r\n\r\n`
    const closed = once(socket, 'close')
    let answer = ''
    socket.setEncoding('latin1').on('data', (piece: string) => (answer += piece))
    const answers = async (count: number): Promise<void> =>
      vi.waitFor(() => expect(answer.split('HTTP/1.1 413')).toHaveLength(count + 1), 5000)
    for (const count of [1, 2]) {
      socket.write(post(2000) + 'x'.repeat(2000))
      await answers(count)
    }
    expect(answer).not.toMatch(/connection: close/i)
    socket.write(post(2_000_000))
    await answers(3)
    expect(answer).toMatch(/connection: close/i)
    await closed
  })

  test('a client that goes away in the middle leaves nothing behind', async () => {
    const socket: Socket = connect(Number(new URL(origin).port), '127.0.0.1')
    const head = `POST / HTTP/1.1\r\nhost: x\r\ncontent-type: multipart/form-data; boundary=x\r\ncontent-length: 90000\r\n\r\n`
    socket.write(`${head}--x\r\n${file}\r\n\r\n${'a'.repeat(50_000)}`)
    await vi.waitFor(async () => expect(await readdir(folder)).toHaveLength(1), 5000)
    socket.destroy()
    await vi.waitFor(async () => expect(await readdir(folder)).toEqual([]), 5000)
  })

  test('every cut and every changed byte is answered', async () => {
    const whole = `${part(text, '1')}${part(file, 'abc\r\n--xy')}${part(text, '2')}--x--\r\n`
    const cuts = Array.from({ length: whole.length }, (_, at) => whole.slice(0, at))
    const changes = cuts.map((begin, at) => `${begin}${'-\r\n"x'[at % 5]}${whole.slice(at + 1)}`)
    for (const body of [...cuts, ...changes]) {
      const { status } = await send(body)
      expect([200, 400]).toContain(status)
    }
    expect(await readdir(folder)).toEqual([])
  })
})
