import { readFileSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { listen } from '../../server/cli/listen.ts'
import { testApp, testPassword } from '../../server/tests/test-app.ts'
import { ApiError, createClient, createServerClient, filter, memoryStore } from '../src/index.ts'

interface Item {
  id: string
  order: string
  dish: string
  count: number
}

interface Schema {
  orders: {
    record: { id: string; status: string; total: number }
    create: { id?: string; status: string; total?: number }
    update: { status?: string; total?: number; 'total+'?: number }
    expand: { items_via_order: 'items'[] }
  }
  items: {
    record: Item
    create: { order: string; dish: string; count?: number; receipt?: File }
    update: { count?: number; 'count+'?: number }
    expand: { order: 'orders' }
  }
  users: { record: { id: string; email: string }; create: object; update: object; expand: object }
}

async function open(): Promise<string> {
  const { app, call, collection, record, superuser } = await testApp()
  const rules = { listRule: '', viewRule: '', createRule: '', updateRule: '', deleteRule: '' }
  const text = (name: string): object => ({ name, type: 'text' })
  const orders = await collection({
    name: 'orders',
    type: 'base',
    ...rules,
    fields: [text('status'), { name: 'total', type: 'number' }],
  })
  const order = { name: 'order', type: 'relation', collectionId: orders.id, maxSelect: 1 }
  const more = [
    { name: 'count', type: 'number' },
    { name: 'receipt', type: 'file' },
  ]
  await collection({ name: 'items', type: 'base', ...rules, fields: [order, text('dish'), ...more] })
  const settings = { batch: { enabled: true } }
  const sessions = { dapur: { sessions: { enabled: true, refreshTokens: true } } }
  await call('PATCH', '/api/settings', { token: superuser, body: settings })
  await call('PATCH', '/api/collections/users', { token: superuser, body: sessions })
  await record('users', { email: 'sri@example.com', password: testPassword, passwordConfirm: testPassword })
  const server = await listen(app, { host: '127.0.0.1', port: 0 })
  onTestFinished(() => server.close())
  return server.address
}

test('what docs/sdk.md shows does what it says', async () => {
  const url = await open()
  const [email, password, min] = ['sri@example.com', testPassword, 10]
  const dapur = createClient<Schema>(url, { store: memoryStore() })

  await dapur.collection('users').signIn({ email, password })
  const { session } = dapur.auth

  const replies = await dapur.batch((b) => {
    const order = b.collection('orders').create({ status: 'open', total: 12 })
    b.collection('items').create({ order: order.id, dish: 'Soto', count: 2 })
  })

  const page = await dapur.collection('orders').list({
    filter: filter`status = ${'open'} && total > ${min}`,
    sort: '-total',
    expand: 'items_via_order',
  })
  const dish = page.items[0]?.expand.items_via_order[0]?.dish

  const same = await dapur.collection('orders').list({ filter: { status: 'open', total: { '>': min } } })

  const picture = new File(['…'], 'receipt.txt')
  const items = dapur.collection('items')
  const { id, order } = await items.getFirstListItem({ dish: 'Soto' })
  await items.create({ order, dish: 'Rawon', receipt: picture }, { onProgress: (share) => draw(share) })

  const abort = new AbortController()
  const late = items.get(id, { signal: abort.signal })
  abort.abort()
  const fault = await late.catch((error: unknown) => error instanceof ApiError && error.isAbort)

  expect(replies.map(({ status }) => status)).toEqual([200, 200])
  expect([dish, same.items.length, fault, drawn.at(-1)]).toEqual(['Soto', 1, true, 1])
  // The refresh token is good once: the second exchange needs the one that the first has brought.
  expect(session?.refreshToken).toBeDefined()
  for (let turn = 0; turn < 2; turn += 1) await dapur.collection('users').refresh()
  expect(dapur.auth.session?.refreshToken).not.toBe(session?.refreshToken)
})

test('a page that is made on a server has the session of its visitor', async () => {
  const url = await open()
  const answer = new Headers()
  const request = new Request(url)

  const dapur = createServerClient<Schema>(url, {
    cookie: request.headers.get('cookie'),
    setCookie: (header) => answer.append('set-cookie', header),
  })

  await dapur.collection('users').signIn({ email: 'sri@example.com', password: testPassword })
  const next = createServerClient<Schema>(url, {
    cookie: answer.getSetCookie().at(-1),
    setCookie: () => undefined,
  })
  expect(next.auth.session?.record['email']).toBe('sri@example.com')
})

test('every block of docs/sdk.md stands in this file', () => {
  const flat = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()
  const here = flat(readFileSync(import.meta.filename, 'utf8'))
  const page = readFileSync(new URL('../../docs/sdk.md', import.meta.url), 'utf8')
  const blocks = [...page.matchAll(/```ts\n([^]*?)```/g)].map(([, block = '']) => flat(block))
  expect(blocks.length).toBeGreaterThan(5)
  for (const block of blocks) expect(here).toContain(block)
})

const drawn: number[] = []
function draw(share: number): void {
  drawn.push(share)
}
