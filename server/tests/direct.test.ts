import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import type { App } from '../app.ts'
import { listen } from '../cli/listen.ts'
import { testApp, type TestApp } from './test-app.ts'

const rows = [
  { id: 'a00000000000001', title: 'satu', views: 1 },
  { id: 'a00000000000002', title: 'dua ñ 日本', views: 2.5 },
  { id: 'a00000000000003', title: 'x'.repeat(20_000), views: 3 },
]
const RECORDS = '/api/collections/posts/records'

/** What the short way takes: in front the target, behind it further lines of the request. */
const short: readonly (readonly [target: string, ...lines: string[]])[] = [
  ['/api/health'],
  ['/api/health?'],
  ['/api/health?fields=code'],
  [RECORDS],
  [`${RECORDS}?perPage=2&sort=-title&skipTotal=1`],
  [`${RECORDS}?filter=title%3D%22satu%22`],
  [`${RECORDS}?filter=(title~'u')&&fields=id,title`],
  [`${RECORDS}?filter=title='sa'+&sort=title&sort=-title`],
  [`${RECORDS}?filter=%ZZ`],
  [`${RECORDS}?filter=%E0%A4%A`],
  [`${RECORDS}?page=x`],
  [`${RECORDS}?=1&&perPage&?`],
  [`${RECORDS}?perPage=1`, 'Accept-Encoding: gzip'],
  [`${RECORDS}?sort=-views&perPage=1`, 'Accept-Encoding: identity'],
  [`${RECORDS}/a00000000000001`],
  [`${RECORDS}/a00000000000002?fields=title`, 'Origin: https://site.example'],
  [`${RECORDS}/nobody000000000`],
  [`${RECORDS}/a00000000000001`, 'Authorization: Bearer what.is.this'],
  ['/api/collections/nothing/records'],
  ['/api/collections/posts'],
  ['/api/settings'],
  ['/api/logs'],
  ['/api/health', 'Authorization: SUPERUSER'],
  ['/api/logs?perPage=x', 'Authorization: SUPERUSER'],
  ['/api/collections/posts?fields=name', 'Authorization: SUPERUSER'],
]

/** What is left to Hono, which may have something to put right in it or to refuse. */
const long: typeof short = [
  ['/api/nothing'],
  ['/api/health/'],
  ['/api/collections/posts/records/'],
  ['/api/../api/health'],
  ['/api/./health'],
  ['/api/%68ealth'],
  ['/api/health#part'],
  ['/api/health?a#part'],
  [`${RECORDS}?filter=title="satu"`],
  [`${RECORDS}?filter=title%3D"ñ"`],
  [`${RECORDS}?filter={}`],
  [String.raw`${RECORDS}\a00000000000001`],
  ['http://other.example/api/health'],
  ['*'],
  [RECORDS, 'Content-Length: 2', 'Content-Type: application/json', '', '{}'],
  ['/_/mark.svg'],
  ['/'],
]

const hosts = [
  ['h', true],
  ['localhost:8090', true],
  ['10.0.0.1:59999', true],
  ['EXAMPLE.com', false],
  ['a b', false],
  ['[::1]:8090', false],
  ['h:99999', false],
  ['user@h', false],
  ['', false],
] as const

const JSON_TYPE = 'Content-Type: application/json'

/** Bodies that go the short way: method, target, body, further lines of the request. */
const bodies: readonly (readonly [method: string, target: string, body: string, ...lines: string[]])[] = [
  ['POST', RECORDS, '{"title":"empat","views":4}', 'Authorization: SUPERUSER'],
  ['POST', `${RECORDS}?fields=title`, '{"title":"lima"}', 'Authorization: SUPERUSER'],
  ['POST', RECORDS, '{"title":"enam"}'],
  ['POST', RECORDS, '{"title":', 'Authorization: SUPERUSER'],
  ['POST', RECORDS, '[1]', 'Authorization: SUPERUSER'],
  ['POST', RECORDS, '{"title":{},"views":"x"}', 'Authorization: SUPERUSER'],
  ['POST', RECORDS, `{"title":"${'y'.repeat(60_000)}"}`, 'Authorization: SUPERUSER'],
  ['PATCH', `${RECORDS}/a00000000000001`, '{"views":7}', 'Authorization: SUPERUSER'],
  ['PATCH', `${RECORDS}/nobody000000000`, '{"views":7}', 'Authorization: SUPERUSER'],
  ['POST', '/api/collections/nothing/records', '{}'],
  ['POST', '/api/collections', `{"name":"${'z'.repeat(60_000)}"}`],
  [
    'POST',
    '/api/collections/users/auth-with-password',
    '{"identity":"nobody@example.com","password":"12345678"}',
  ],
]

/** Bodies that are left to Hono. */
const others: readonly (readonly [method: string, target: string, body: string, ...lines: string[]])[] = [
  ['POST', RECORDS, 'title=satu', 'Content-Type: application/x-www-form-urlencoded'],
  [
    'POST',
    RECORDS,
    '{"title":"a"}',
    'Content-Type: application/json; charset=utf-8',
    'Authorization: SUPERUSER',
  ],
  ['POST', RECORDS, `{"title":"${'y'.repeat(70_000)}"}`, JSON_TYPE, 'Authorization: SUPERUSER'],
  ['PUT', `${RECORDS}/a00000000000001`, '{}', JSON_TYPE],
  ['DELETE', `${RECORDS}/nobody000000000`, '{}', JSON_TYPE, 'Authorization: SUPERUSER'],
]

/** Answers of the app by both ways, and what is told of each. */
async function bothWays({ app, superuser }: TestApp): Promise<{
  readonly ask: (
    request: string,
  ) => Promise<{ readonly short: string; readonly long: string; isTaken: boolean }>
}> {
  let isTaken = false
  const told: string[] = []
  app.house.answered.push(({ method, url, route, status, ip }) =>
    told.push(`${method} ${url} ${route} ${status} ${ip}`),
  )
  const direct: App['direct'] = (incoming) => {
    const answer = app.direct(incoming)
    isTaken = answer !== undefined
    return answer
  }
  const ports = [await portOf({ ...app, direct }), await portOf({ ...app, direct: () => undefined })] as const
  return {
    async ask(request) {
      const text = request.replace('SUPERUSER', superuser)
      isTaken = false
      const answers = [
        sorted(await exchange(ports[0], text)),
        sorted(await exchange(ports[1], text)),
      ] as const
      const [first, second] = told.splice(0)
      expect(second).toBe(first)
      return { short: answers[0], long: answers[1], isTaken }
    },
  }
}

async function portOf(app: App): Promise<number> {
  const server = await listen(app, { host: '127.0.0.1', port: 0 })
  onTestFinished(() => server.close())
  return Number(new URL(server.address).port)
}

/** Bytes in, bytes out: clients would put right what is to be tried. */
async function exchange(port: number, request: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  const chunks: Buffer[] = []
  socket.on('data', (chunk) => chunks.push(chunk))
  socket.write(request)
  await once(socket, 'close')
  return Buffer.concat(chunks).toString('latin1')
}

/** Names of headers are of any case and in any order (RFC 9110 §5), time passes, and new ids are new. */
function sorted(answer: string): string {
  const [head = '', ...body] = answer.split('\r\n\r\n')
  const [status = '', ...headers] = head.split('\r\n')
  const lines = headers.map((line) => line.replace(/^[^:]*/, (name) => name.toLowerCase()))
  const timeless = lines.filter((line) => !line.startsWith('date:')).toSorted()
  const nameless = body.map((text) => text.replace(/"id":"[a-z\d]{15}"/, '"id":"…"'))
  return [[status, ...timeless].join('\r\n'), ...nameless].join('\r\n\r\n')
}

function requestOf([target, ...lines]: (typeof short)[number], method = 'GET'): string {
  const [body, headers] = lines.includes('') ? [lines.at(-1), lines.slice(0, -2)] : ['', lines]
  return [`${method} ${target} HTTP/1.1`, 'Host: h', 'Connection: close', ...headers, '', body].join('\r\n')
}

async function filledApp(): Promise<TestApp> {
  const made = await testApp()
  await made.collection({
    name: 'posts',
    type: 'base',
    listRule: '',
    viewRule: '@request.query.secret = "" && @request.headers.x_secret = ""',
    fields: [
      { name: 'title', type: 'text', max: 100_000 },
      { name: 'views', type: 'number' },
    ],
  })
  for (const row of rows) await made.record('posts', row)
  return made
}

test('what goes the short way is answered and told of as Hono answers it', async () => {
  const { ask } = await bothWays(await filledApp())
  for (const one of short) {
    const answer = await ask(requestOf(one))
    expect(answer, one.join(' ')).toMatchObject({ isTaken: true, short: answer.long })
    expect(answer.short).toMatch(/^HTTP\/1\.1 [234]\d\d /)
  }
})

test('whatever is not plain goes to Hono', async () => {
  const { ask } = await bothWays(await filledApp())
  for (const one of long) {
    const answer = await ask(requestOf(one))
    expect(answer, one.join(' ')).toMatchObject({ isTaken: false, short: answer.long })
  }
  for (const method of ['HEAD', 'OPTIONS', 'POST', 'DELETE', 'QUERY']) {
    const answer = await ask(requestOf(['/api/health'], method))
    expect(answer, method).toMatchObject({ isTaken: false, short: answer.long })
  }
})

function withBody([method, target, body, ...lines]: (typeof bodies)[number]): string {
  return requestOf([target, `Content-Length: ${Buffer.byteLength(body)}`, ...lines, '', body], method)
}

test('small JSON texts go the short way, and what they do is done', async () => {
  const made = await filledApp()
  const { ask } = await bothWays(made)
  for (const [method, target, body, ...lines] of bodies) {
    const answer = await ask(withBody([method, target, body, JSON_TYPE, ...lines]))
    expect(answer, `${method} ${target} ${body.slice(0, 40)}`).toMatchObject({
      isTaken: true,
      short: answer.long,
    })
  }
  const { json } = await made.call('GET', `${RECORDS}?filter=title='empat'`, { token: made.superuser })
  expect(json.totalItems).toBe(2)
})

test('other bodies go to Hono', async () => {
  const { ask } = await bothWays(await filledApp())
  for (const one of others) {
    const answer = await ask(withBody(one))
    expect(answer, one.join(' ').slice(0, 80)).toMatchObject({ isTaken: false, short: answer.long })
  }
})

test('a body that nobody read does not stand before the next request', async () => {
  const { app } = await filledApp()
  const body = `{"name":"${'z'.repeat(60_000)}"}`
  const length = `Content-Length: ${body.length}`
  const refused = ['POST /api/collections HTTP/1.1', 'Host: h', JSON_TYPE, length, '', body].join('\r\n')
  const next = ['GET /api/health HTTP/1.1', 'Host: h', 'Connection: close', '', ''].join('\r\n')
  const text = await exchange(await portOf(app), refused + next)
  expect([...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).toEqual(['401', '200'])
})

test('hosts that are not plain are looked at by Hono', async () => {
  const { ask } = await bothWays(await filledApp())
  for (const [host, isTaken] of hosts) {
    const answer = await ask(`GET /api/health HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
    expect(answer, host).toMatchObject({ isTaken, short: answer.long })
  }
  const old = await ask('GET /api/health HTTP/1.0\r\n\r\n')
  expect(old).toMatchObject({ isTaken: false, short: old.long })
})

test('rules see query and headers of what goes the short way', async () => {
  const { ask } = await bothWays(await filledApp())
  const path = `${RECORDS}/a00000000000001`
  for (const one of [[path], [`${path}?secret=1`], [path, 'X-Secret: 1']] as const) {
    const answer = await ask(requestOf(one))
    expect(answer).toMatchObject({ isTaken: true, short: answer.long })
    expect(answer.short).toMatch(one.join('').length === path.length ? /^HTTP\/1.1 200 / : /^HTTP\/1.1 404 /)
  }
})

test('several requests on one connection are answered in their order', async () => {
  const { app } = await filledApp()
  const port = await portOf(app)
  const line = (target: string, ...more: string[]): string =>
    [`GET ${target} HTTP/1.1`, 'Host: h', ...more, '', ''].join('\r\n')
  const text = await exchange(
    port,
    line(`${RECORDS}?perPage=1&sort=-views`, 'Accept-Encoding: gzip') +
      line('/api/health') +
      line('/api/%68ealth') +
      line(`${RECORDS}/a00000000000001`, 'Connection: close'),
  )
  const found = text.matchAll(/content-encoding: gzip|API is healthy|"title":"satu"/gi)
  expect([...found].map(([word]) => word.toLowerCase())).toEqual([
    'content-encoding: gzip',
    'api is healthy',
    'api is healthy',
    '"title":"satu"',
  ])
})
