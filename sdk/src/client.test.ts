import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Client, createClient } from './client.ts'
import { ApiError } from './error.ts'
import { memoryStore } from './store.ts'

interface Seen {
  method: string
  url: string
  headers: IncomingMessage['headers']
  body: string
}

type Answer = { status?: number; headers?: Record<string, string>; body?: unknown }

let server: Server
let dapur: Client
let seen: Seen[]
let answers: Answer[]

beforeEach(async () => {
  seen = []
  answers = []
  server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  dapur = createClient(`http://127.0.0.1:${address.port}/`, { store: memoryStore() })
})

afterEach(() => new Promise((resolve) => server.close(resolve)))

/** Notes the request and gives the next answer of the list; the last one stays. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body })
  const next = (answers.length > 1 ? answers.shift() : answers[0]) ?? {}
  response.writeHead(next.status ?? 200, next.headers)
  response.end(next.body === undefined ? '' : JSON.stringify(next.body))
}

const record = { id: 'r1', collectionId: 'c1', collectionName: 'posts', title: 'A' }
const page = (items: unknown[], perPage = 30): Answer => ({
  body: { page: 1, perPage, totalItems: -1, totalPages: -1, items },
})

async function failure(promise: Promise<unknown>): Promise<ApiError> {
  const error: unknown = await promise.catch((caught: unknown) => caught)
  if (error instanceof ApiError) return error
  throw new Error(`Expected an ApiError, not ${String(error)}`)
}

test('list sends what is asked for and nothing else', async () => {
  answers = [page([record])]
  const result = await dapur.collection('my posts').list({
    page: 2,
    filter: 'a = "b&c"',
    sort: '-created',
    expand: undefined,
    query: { tag: ['x', 'y'], nothing: null },
  })
  expect(result.items).toEqual([record])
  expect(seen[0]?.url).toBe(
    '/api/collections/my%20posts/records?page=2&filter=a+%3D+%22b%26c%22&sort=-created&tag=x&tag=y',
  )
  expect(seen[0]?.headers.authorization).toBeUndefined()
})

test('each goes on until a page is not full', async () => {
  answers = [page([{ id: '1' }, { id: '2' }], 2), page([{ id: '3' }], 2)]
  const ids = (await dapur.collection('posts').getFullList({ batch: 2 })).map(({ id }) => id)
  expect(ids).toEqual(['1', '2', '3'])
  expect(seen.map(({ url }) => url.includes('skipTotal=true') && url.match(/page=(\d)/)?.[1])).toEqual([
    '1',
    '2',
  ])
})

test('create, update and delete use their methods', async () => {
  answers = [{ body: record }, { body: record }, { status: 204 }]
  const posts = dapur.collection('posts')
  await posts.create({ title: 'A' })
  await posts.update('r/1', { 'count+': 1 })
  expect(await posts.delete('r1')).toBeUndefined()
  expect(seen.map(({ method, url, body }) => [method, url, body])).toEqual([
    ['POST', '/api/collections/posts/records', '{"title":"A"}'],
    ['PATCH', '/api/collections/posts/records/r%2F1', '{"count+":1}'],
    ['DELETE', '/api/collections/posts/records/r1', ''],
  ])
})

test('a file makes the body multipart, and the rest goes as JSON', async () => {
  answers = [{ body: record }]
  await dapur.collection('posts').create({ title: 'true', cover: new File(['abc'], 'a.txt') })
  expect(seen[0]?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/)
  expect(seen[0]?.body).toContain('name="@jsonPayload"\r\n\r\n{"title":"true"}')
  expect(seen[0]?.body).toContain('name="cover"; filename="a.txt"')
})

test('an empty id is not sent', async () => {
  expect((await failure(dapur.collection('posts').get(''))).status).toBe(404)
  expect(seen).toEqual([])
})

test('a refusal carries status, message and the problem of each field', async () => {
  const data = { title: { code: 'validation_required', message: 'This cannot be empty.' } }
  answers = [{ status: 400, body: { status: 400, message: 'Some values are not valid.', data } }]
  const error = await failure(dapur.collection('posts').create({}))
  expect(error).toMatchObject({
    status: 400,
    code: 'http_400',
    message: 'Some values are not valid.',
    isAbort: false,
  })
  expect(error.problem('title')?.code).toBe('validation_required')
  expect(error.problem('title.code')).toBeUndefined()
  expect(error.problem('toString')).toBeUndefined()
})

test('our own codes are kept, and an answer that is not ours is survived', async () => {
  answers = [
    { status: 507, body: { status: 507, message: 'Full.', data: {}, code: 'storage_full' } },
    { status: 418 },
  ]
  expect((await failure(dapur.collection('posts').create({}))).code).toBe('storage_full')
  expect(await failure(dapur.collection('posts').create({}))).toMatchObject({ code: 'http_418', data: {} })
})

test('a GET is tried again after 503, a POST never', async () => {
  answers = [{ status: 503, headers: { 'retry-after': '0' } }, { body: record }]
  expect(await dapur.collection('posts').get('r1')).toEqual(record)
  expect(seen).toHaveLength(2)
  answers = [{ status: 503 }]
  expect((await failure(dapur.collection('posts').create({}))).status).toBe(503)
  expect(seen).toHaveLength(3)
})

test('equal GETs at the same time are one request, later ones are not', async () => {
  answers = [{ body: record }]
  const posts = dapur.collection('posts')
  const [one, two] = await Promise.all([posts.get('r1'), posts.get('r1')])
  expect(one).toEqual(two)
  expect(one).not.toBe(two)
  expect(seen).toHaveLength(1)
  await posts.get('r1')
  expect(seen).toHaveLength(2)
})

test('an abort is told apart from a broken network', async () => {
  const error = await failure(dapur.collection('posts').get('r1', { signal: AbortSignal.abort() }))
  expect(error).toMatchObject({ isAbort: true, status: 0, code: 'aborted' })
  const nowhere = createClient('http://127.0.0.1:9', { store: memoryStore(), retries: 0 })
  expect(await failure(nowhere.health())).toMatchObject({ isAbort: false, status: 0, code: 'network_failed' })
})

test('sign-in keeps the session, which signs the calls after it, until sign-out', async () => {
  const user = { ...record, id: 'u1', collectionName: 'users' }
  answers = [{ body: { token: 'T', record: user } }, { body: user }]
  const changes: (string | undefined)[] = []
  dapur.auth.onChange((session) => changes.push(session?.token))
  await dapur.collection('users').signIn({ email: 'a@b.co', password: 'secret123' })
  expect(seen[0]?.body).toBe('{"identity":"a@b.co","password":"secret123"}')
  await dapur.collection('posts').get('r1')
  expect(seen[1]?.headers.authorization).toBe('T')
  dapur.collection('users').signOut()
  expect(dapur.auth.session).toBeNull()
  expect(changes).toEqual(['T', undefined])
})

test('a refused refresh forgets the session, a broken one does not', async () => {
  dapur.auth.save({ token: 'T', record })
  answers = [{ status: 500 }, { status: 401 }]
  await failure(dapur.collection('users').refresh())
  expect(dapur.auth.token).toBe('T')
  await failure(dapur.collection('users').refresh())
  expect(dapur.auth.session).toBeNull()
})

test('the session follows its own record', async () => {
  const user = { ...record, id: 'u1', collectionName: 'users', name: 'Old' }
  dapur.auth.save({ token: 'T', record: user })
  answers = [{ body: { ...user, name: 'New' } }, { status: 204 }]
  await dapur.collection('users').update('u1', { name: 'New' })
  expect(dapur.auth.session?.record['name']).toBe('New')
  await dapur.collection('posts').delete('u1')
  expect(dapur.auth.token).toBe('T')
  await dapur.collection('users').delete('u1')
  expect(dapur.auth.session).toBeNull()
})
