import { request, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import PocketBase from 'pocketbase'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type Reply, testApp, type TestApp } from './test-app.ts'

const RECORDS = '/api/collections/dishes/records'
const URLENCODED = 'application/x-www-form-urlencoded'
const open = { listRule: '', viewRule: '', createRule: '', updateRule: '', deleteRule: '' }

async function kitchen(rules: object = {}): Promise<TestApp> {
  const app = await testApp()
  await app.collection({
    name: 'dishes',
    type: 'base',
    ...open,
    ...rules,
    fields: [
      { name: 'name', type: 'text' },
      { name: 'price', type: 'number' },
      { name: 'isHot', type: 'bool' },
      { name: 'tags', type: 'select', values: ['new', 'rice', '7'], maxSelect: 3 },
      { name: 'data', type: 'json' },
    ],
  })
  return app
}

/** The same app behind a socket; `sockets` are those of its clients, to count what was read from them. */
async function serve({ app }: TestApp): Promise<{ port: number; sockets: Socket[] }> {
  const server = createAdaptorServer({ fetch: app.fetch }) as Server
  const sockets: Socket[] = []
  server.on('connection', (socket) => sockets.push(socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return { port: (server.address() as AddressInfo).port, sockets }
}

describe('data §1.6 JSON', () => {
  test('only the first value counts, and it has to be an object or null', async () => {
    const { call } = await kitchen()
    const create = async (body: string) => call('POST', RECORDS, { body })
    expect((await create('{"name":"Soto"} trailing {')).json.name).toBe('Soto')
    expect((await create('null')).status).toBe(200)
    for (const body of ['[]', '7', '"a"', '{', '{"name":}', 'x']) {
      const reply = await create(body)
      expect(reply.status).toBe(400)
      expect(reply.json.data).toEqual({})
    }
  })

  test('an empty body is no error, whatever it is called; anything else of an unknown kind is', async () => {
    const { call } = await kitchen()
    for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x', URLENCODED, ''])
      expect((await call('POST', RECORDS, { body: '', headers: { 'content-type': type } })).status).toBe(200)
    for (const type of ['text/plain', 'application/xml', ''])
      expect((await call('POST', RECORDS, { body: '{}', headers: { 'content-type': type } })).status).toBe(
        400,
      )
    const odd = { 'content-type': 'application/json; charset=utf-8' }
    expect((await call('POST', RECORDS, { body: '{"name":"a"}', headers: odd })).json.name).toBe('a')
  })

  test('nesting that would stop the process is refused at once', async () => {
    const { call } = await kitchen()
    const start = performance.now()
    const reply = await call('POST', RECORDS, { body: `{"data":${'['.repeat(20_000_000)}` })
    expect(reply.status).toBe(400)
    expect(performance.now() - start).toBeLessThan(5000)
  })
})

describe('data §1.6 services §0.3 forms', () => {
  test('urlencoded: texts become values, keys that come again lists, @jsonPayload is laid over them', async () => {
    const { call } = await kitchen()
    const form = new URLSearchParams([
      ['name', '007'],
      ['price', '18000'],
      ['isHot', 'true'],
      ['tags', 'rice'],
      ['tags', 'new'],
      ['@jsonPayload', '{"data":{"a":"1"}}'],
      ['@jsonPayload', '{"price":5}'],
    ])
    const { json } = await call('POST', RECORDS, {
      body: String(form),
      headers: { 'content-type': `${URLENCODED};charset=UTF-8` },
    })
    expect(json).toMatchObject({
      name: '007',
      price: 5,
      isHot: true,
      tags: ['rice', 'new'],
      data: { a: '1' },
    })
    const changed = await call('PATCH', `${RECORDS}/${json.id}`, {
      body: 'price%2B=2&tags-=new&name=true',
      headers: { 'content-type': URLENCODED },
    })
    expect(changed.json).toMatchObject({ price: 7, tags: ['rice'], name: 'true' })
  })

  test('what a form sends for a json field is seen as the value that it looks like', async () => {
    const { call } = await kitchen()
    for (const [text, value] of [
      ['1.5', 1.5],
      ['1.50', 1.5],
      ['true', true],
      ['abc', 'abc'],
    ] as const) {
      const reply = await call('POST', RECORDS, {
        body: `data=${text}`,
        headers: { 'content-type': URLENCODED },
      })
      expect(reply.json.data).toEqual(value)
    }
  })

  test('rules see the body of a form, coerced', async () => {
    const { call } = await kitchen({ createRule: '@request.body.price > 5 && @request.body.extra = true' })
    const create = async (body: string) =>
      call('POST', RECORDS, { body, headers: { 'content-type': URLENCODED } })
    expect((await create('price=10&extra=true')).status).toBe(200)
    expect((await create('price=10&extra=yes')).status).toBe(400)
    expect((await create('price=4&extra=true')).status).toBe(400)
  })

  test('the official SDK sends a multipart form as soon as there is a file', async () => {
    const app = await kitchen()
    const { port } = await serve(app)
    const pb = new PocketBase(`http://127.0.0.1:${port}`)
    const made = await pb.collection('dishes').create({
      name: 'Nasi uduk',
      price: 18000,
      isHot: false,
      tags: ['rice', '7'],
      data: { spice: null, levels: [1, '2'] },
      photo: new Blob(['not a field of this collection']),
    })
    expect(made).toMatchObject({
      name: 'Nasi uduk',
      price: 18000,
      isHot: false,
      tags: ['rice', '7'],
      data: { spice: null, levels: [1, '2'] },
    })
  })
})

describe('data §1.6 bodies of requests that need none', () => {
  const rule = '@request.body.word = "sesam" && @request.body.count > 2'
  const body = '{"word":"sesam","count":3}'

  test('rules of a GET see one that is declared', async () => {
    const app = await kitchen({ listRule: rule, viewRule: rule })
    await app.record('dishes', { name: 'Soto' })
    const { port } = await serve(app)
    const total = async (sent: string, type = 'application/json') => {
      const { status, json } = await get(port, RECORDS, sent, type)
      return status === 200 ? json.totalItems : status
    }
    expect(await total('')).toBe(0)
    expect(await total(body)).toBe(1)
    expect(await total('word=sesam&count=3', URLENCODED)).toBe(1)
    expect(await total('{"word":')).toBe(400)
    expect((await app.call('GET', RECORDS)).json.totalItems).toBe(0)
  })

  test('and so do those of a DELETE', async () => {
    const { call, record } = await kitchen({ deleteRule: rule })
    const { id } = await record('dishes', {})
    expect((await call('DELETE', `${RECORDS}/${id}`, { body: '{}' })).status).toBe(404)
    expect((await call('DELETE', `${RECORDS}/${id}`, { body: '{' })).status).toBe(400)
    expect((await call('DELETE', `${RECORDS}/${id}`, { body })).status).toBe(204)
  })
})

type Got = Pick<Reply, 'status' | 'json'>

function get(port: number, path: string, body: string, type: string): Promise<Got> {
  const headers = { 'content-type': type, 'content-length': Buffer.byteLength(body) }
  return new Promise((resolve, reject) => {
    const sent = request({ port, path, method: 'GET', headers }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (piece: string) => (text += piece))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, json: JSON.parse(text) }))
    })
    sent.on('error', reject).end(body)
  })
}

describe('data §1.6 services §7.2 the limit', () => {
  /** What every record may have, and the budget of the field of JSON. */
  const LIMIT = 33 * 1024 * 1024
  const SLACK = 64 * 1024
  const chunk = Buffer.alloc(1024 * 1024, ' ')
  const framed = Buffer.concat([Buffer.from('100000\r\n'), chunk, Buffer.from('\r\n')])

  /** Send without end; answers what came back, and what the server read. */
  async function flood(headers: string, piece: Buffer): Promise<{ answer: string; read: number }> {
    const { port, sockets } = await serve(await kitchen())
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => socket.destroy())
    let answer = ''
    socket.setEncoding('latin1').on('data', (text: string) => (answer += text))
    socket.write(`POST ${RECORDS} HTTP/1.1\r\nhost: x\r\n${headers}\r\n\r\n`)
    const push = (): void => {
      while (!socket.destroyed && socket.writable && socket.write(piece));
    }
    socket.on('drain', push)
    push()
    await new Promise((resolve) => socket.once('close', resolve))
    return { answer, read: sockets[0]?.bytesRead ?? 0 }
  }

  test('a body that is declared too long is not read at all', async () => {
    const { answer, read } = await flood(
      `content-type: application/json\r\ncontent-length: ${LIMIT * 2}`,
      chunk,
    )
    expect(answer).toMatch(/^HTTP\/1\.1 413 /)
    expect(answer.toLowerCase()).toContain('connection: close')
    expect(answer).toContain('"status":413')
    expect(read).toBeLessThan(2 * SLACK)
  })

  test.each([
    ['JSON', 'content-type: application/json'],
    ['a form', `content-type: ${URLENCODED}`],
  ])('%s that grows beyond it is not read on', async (_, type) => {
    const { answer, read } = await flood(`${type}\r\ntransfer-encoding: chunked`, framed)
    expect(answer).toMatch(/^HTTP\/1\.1 413 /)
    // The head and the frames of the pieces are read, too.
    expect(read).toBeLessThan(LIMIT + SLACK + 2048)
  })
})
