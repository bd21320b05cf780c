import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { noBrowser, openContext } from '../../server/tests/open-context.ts'
import { createClient, memoryStore, type RecordJson } from '../src/index.ts'
import {
  recordQuery,
  recordsQuery,
  useCreate,
  useLive,
  useRecord,
  useRecords,
  useUpdate,
} from '../src/react/index.ts'
import { all, oneFile } from './bundle.ts'
import { servedApp, type ServedApp, sri } from './served-app.ts'

/** A browser has to start, and its page has to be bundled. */
const timeout = 60_000

/** An app of two lists, of which one is live; it shows what it knows as text. */
const APP = `
${all()}
${all('react/index.ts')}
import { createElement as h } from 'react'
import { createRoot } from 'react-dom/client'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createClient } from ${JSON.stringify(new URL('../src/index.ts', import.meta.url).pathname)}
import * as hooks from ${JSON.stringify(new URL('../src/react/index.ts', import.meta.url).pathname)}

const dapur = createClient(location.origin)
const names = (items) => items.map(({ text, count }) => text + count).join(' ')

function App() {
  const session = hooks.useAuth(dapur)
  const page = hooks.useRecords(dapur, 'notes', { sort: 'text' })
  const few = hooks.useRecords(dapur, 'notes', { sort: 'text', filter: { count: { '>': 5 } } })
  const first = page.data?.items[0]?.id ?? ''
  const one = hooks.useRecord(dapur, 'notes', first)
  const live = hooks.useLive(dapur, 'notes', { sort: 'text', filter: 'count >= 0' })
  const wrong = hooks.useLive(dapur, 'notes', { filter: '(' })
  const create = hooks.useCreate(dapur, 'notes')
  const update = hooks.useUpdate(dapur, 'notes')
  const remove = hooks.useDelete(dapur, 'notes')
  Object.assign(globalThis, { dapur, create, update, remove, first })
  const shown = {
    who: session?.record.email ?? 'a guest',
    page: page.data ? names(page.data.items) + ' of ' + page.data.totalItems : String(page.error?.status ?? '…'),
    few: few.data ? names(few.data.items) : '…',
    one: one.data ? names([one.data]) : '…',
    live: live.isReady ? names(live.items) : '…',
    wrong: String(wrong.error?.status ?? '…'),
    failed: String(create.error?.status ?? update.error?.status ?? remove.error?.status ?? ''),
  }
  return Object.entries(shown).map(([id, text]) => h('p', { id, key: id }, text))
}
const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
createRoot(document.body).render(h(QueryClientProvider, { client: queryClient }, h(App)))
`

async function page({ url }: ServedApp, code = APP): Promise<Page> {
  const opened = await (await openContext()).newPage()
  await opened.goto(`${url}/api/health`)
  await opened.evaluate(`(async () => {
    const code = new Blob([${JSON.stringify(oneFile(code))}], { type: 'text/javascript' })
    await import(URL.createObjectURL(code))
  })()`)
  return opened
}

interface Shown {
  readonly here: Page
  /** Waits until a line of the page says this. */
  readonly says: (id: string, text: string) => Promise<void>
  readonly app: ServedApp
}

async function open(): Promise<Shown> {
  const app = await servedApp()
  const rule = '@request.auth.id != ""'
  await app.collection({
    name: 'notes',
    type: 'base',
    listRule: rule,
    viewRule: rule,
    createRule: 'text != "no"',
    updateRule: '@request.body.text != "no"',
    deleteRule: 'text != "keep"',
    fields: [
      { name: 'text', type: 'text', required: true },
      { name: 'count', type: 'number' },
    ],
  })
  await app.record('notes', { text: 'a', count: 1 })
  await app.record('notes', { text: 'keep', count: 7 })
  const here = await page(app)
  const says = async (id: string, text: string): Promise<void> => {
    await expect.poll(() => here.textContent(`#${id}`), { timeout: 10_000 }).toBe(text)
  }
  return { here, says, app }
}

const signIn = `dapur.collection('users').signIn(${JSON.stringify(sri)})`

test.skipIf(noBrowser)(
  'hooks show what whoever is signed in may see, and follow it',
  { timeout },
  async () => {
    const { here, says, app } = await open()
    await says('who', 'a guest')
    await says('page', ' of 0')
    await says('wrong', '400')
    await here.evaluate(signIn)
    await says('who', sri.email)
    await says('page', 'a1 keep7 of 2')
    await says('few', 'keep7')
    await says('one', 'a1')
    await says('live', 'a1 keep7')
    await app.record('notes', { text: 'b', count: 2 })
    await says('live', 'a1 b2 keep7')
    // What is not live is what it was.
    expect(await here.textContent('#page')).toBe('a1 keep7 of 2')
    await here.evaluate(`dapur.auth.clear()`)
    await says('page', ' of 0')
    await says('live', '')
  },
)

test.skipIf(noBrowser)(
  'writes are shown at once, and taken back when they are refused',
  { timeout },
  async () => {
    const { here, says } = await open()
    await here.evaluate(signIn)
    await says('page', 'a1 keep7 of 2')
    await says('one', 'a1')
    // The answers of the server wait until they are let go.
    let letGo: () => void = () => undefined
    const hold = async (): Promise<void> => {
      const held = new Promise<void>((resolve) => {
        letGo = resolve
      })
      await here.unroute('**/records**')
      await here.route('**/records**', async (route) => {
        await held
        await route.continue()
      })
    }
    await hold()
    await here.evaluate(`void create.mutate({ text: 'b', count: 2 })`)
    await says('page', 'a1 keep7 b2 of 3')
    expect(await here.textContent('#few')).toBe('keep7')
    letGo()
    await says('page', 'a1 b2 keep7 of 3')

    await hold()
    await here.evaluate(`void update.mutate({ id: first, input: { text: 'A', 'count+': 9 } })`)
    await says('page', 'A10 b2 keep7 of 3')
    await says('one', 'A10')
    letGo()
    await says('few', 'A10 keep7')

    await hold()
    await here.evaluate(`void update.mutate({ id: first, input: { text: 'no' } })`)
    await says('page', 'no10 b2 keep7 of 3')
    letGo()
    await says('failed', '404')
    await says('page', 'A10 b2 keep7 of 3')

    await hold()
    await here.evaluate(`void create.mutate({ text: 'no', count: 0 })`)
    await says('page', 'A10 b2 keep7 no0 of 4')
    letGo()
    await says('failed', '400')
    await says('page', 'A10 b2 keep7 of 3')

    await hold()
    await here.evaluate(`void remove.mutate(first)`)
    await says('page', 'b2 keep7 of 2')
    letGo()
    await says('one', 'b2')
  },
)

test.skipIf(noBrowser)('the page that docs/sdk.md shows follows its orders', { timeout }, async () => {
  const app = await servedApp()
  const rules = { listRule: '', viewRule: '', updateRule: '' }
  const fields = [
    { name: 'status', type: 'text' },
    { name: 'total', type: 'number' },
  ]
  await app.collection({ name: 'orders', type: 'base', ...rules, fields })
  await app.record('orders', { status: 'open', total: 12 })
  await app.record('orders', { status: 'paid', total: 30 })
  const here = await page(
    app,
    `
    import { createRoot } from 'react-dom/client'
    import { ordersPage } from ${JSON.stringify(new URL('orders-page.ts', import.meta.url).pathname)}
    createRoot(document.body).render(ordersPage(location.origin))
  `,
  )
  const says = (text: string): Promise<void> =>
    expect.poll(() => here.textContent('main'), { timeout: 10_000 }).toBe(text)
  await says('a guest · 30 12 · 12 · open')
  // The pointer may rest on it from the start: to come, it has to come from beside it.
  await here.mouse.move(300, 300)
  const ahead = here.waitForRequest(/page=2/)
  await here.click('main')
  await ahead
  await says('a guest · 30 13 · 13 · open')
})

interface Schema {
  dishes: {
    record: { id: string; name: string }
    create: { name: string }
    update: { name?: string }
    expand: { items_via_dish: 'items'[] }
  }
  items: { record: { id: string; count: number }; create: object; update: object; expand: { dish: 'dishes' } }
  notes: RecordJson
}

test('a question is named by the server, the collection, who asks and what', async () => {
  const dapur = createClient<Schema>('http://localhost', {
    store: memoryStore(),
    fetch: (url) => Promise.resolve(Response.json({ url })),
  })
  const list = recordsQuery(dapur, 'dishes', { sort: '-name' })
  expect(list.queryKey).toEqual(['dapur', 'http://localhost', 'dishes', '', 'list', { sort: '-name' }])
  const { signal } = new AbortController()
  expect(await list.queryFn({ signal })).toMatchObject({ url: expect.stringContaining('sort=-name') })
  dapur.auth.save({ token: 'a.b.c', record: { id: 'u1', collectionId: 'c', collectionName: 'users' } })
  const one = recordQuery(dapur, 'dishes', 'd1')
  expect(one.queryKey.slice(2)).toEqual(['dishes', 'users/u1', 'record', 'd1', {}])
})

test('names are those of the schema', () => {
  const dapur = createClient<Schema>('http://localhost', { store: memoryStore() })
  // Never run: hooks need a component, and these are here for the compiler.
  const right = [
    (): string | undefined => useRecords(dapur, 'items', { expand: 'dish' }).data?.items[0]?.expand.dish.name,
    (): string | undefined => useRecord(dapur, 'items', 'i1', { expand: 'dish' }).data?.expand.dish.name,
    (): number | undefined =>
      useLive(dapur, 'dishes', { expand: 'items_via_dish' }).items[0]?.expand.items_via_dish.length,
    (): void => useCreate(dapur, 'dishes').mutate({ name: 'Soto' }),
  ]
  const mistakes = [
    // @ts-expect-error -- no such collection
    () => useRecords(dapur, 'dish'),
    // @ts-expect-error -- no such field
    () => useRecord(dapur, 'dishes', 'd1').data?.price,
    // @ts-expect-error -- no such relation
    () => useLive(dapur, 'items', { expand: 'dishes' }),
    // @ts-expect-error -- no such field to sort by
    () => recordsQuery(dapur, 'dishes', { sort: 'price' }),
    // @ts-expect-error -- the name is required
    () => useCreate(dapur, 'dishes').mutate({}),
    // @ts-expect-error -- no such field
    () => useUpdate(dapur, 'dishes').mutate({ id: 'd1', input: { price: 1 } }),
  ]
  expect([right.length, mistakes.length]).toEqual([4, 6])
})
