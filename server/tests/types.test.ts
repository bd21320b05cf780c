import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test, vi } from 'vitest'
import { typesOf } from '../ops/types.ts'
import { runDapur, serveProcess, temporaryDir } from './serve-process.ts'
import { type TestApp, testApp } from './test-app.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** Orders of guests, with a relation each way, hidden fields, choices, files and modifiers. */
async function shop(options: Parameters<typeof testApp>[0] = {}): Promise<TestApp> {
  const app = await testApp(options)
  const { id } = await app.collection({
    name: 'dishes',
    type: 'base',
    fields: [
      { name: 'title', type: 'text', required: true },
      { name: 'slug', type: 'text', required: true, autogeneratePattern: '[a-z]{8}' },
      { name: 'price', type: 'number' },
      { name: 'cost', type: 'number', hidden: true },
      { name: 'kind', type: 'select', values: ['soup', 'rice'], maxSelect: 1 },
      { name: 'tags', type: 'select', values: ['hot', 'new'], maxSelect: 2 },
      { name: 'photos', type: 'file', maxSelect: 3 },
      { name: 'since', type: 'date' },
      { name: 'created', type: 'autodate', onCreate: true, onUpdate: false },
    ],
  })
  const dish = { name: 'dish', type: 'relation', collectionId: id, maxSelect: 1 }
  await app.collection({ name: 'order_items', type: 'base', fields: [{ ...dish, required: true }] })
  const indexes = ['CREATE UNIQUE INDEX idx_recipe ON recipes (dish)']
  await app.collection({ name: 'recipes', type: 'base', fields: [dish], indexes })
  await app.collection({ name: 'menu', type: 'view', viewQuery: 'SELECT id, title, price FROM dishes' })
  return app
}

/** What is good and what is not: a line with an expected error that has none is an error itself. */
const USE = `
import type { Answer, CreateInput, RecordOf, UpdateInput } from 'SCHEMA_TS'
import { createClient } from 'CLIENT_TS'
import type { Schema } from './dapur.d.ts'

const dapur = createClient<Schema>('http://127.0.0.1')
const list = dapur.collection('order_items').list({ expand: 'dish', sort: '-id' })
export const price: Promise<number | undefined> = list.then(({ items }) => items[0]?.expand.dish.price)
export const dish1 = dapur.collection('dishes').create({ title: 'Soto' })
// @ts-expect-error there is no such collection
dapur.collection('dish')
// @ts-expect-error a filter knows the fields, too
void dapur.collection('dishes').list({ filter: { titel: 'Soto' } })
// @ts-expect-error there is no such relation
void dapur.collection('order_items').list({ expand: 'dishes' })

declare const dish: RecordOf<Schema['dishes']>
export const title: string = dish.title
export const kind: '' | 'soup' | 'rice' = dish.kind
export const tags: ('hot' | 'new')[] = dish.tags
// @ts-expect-error there is no such field
export const wrong = dish.titel
// @ts-expect-error only superusers get it
export const cost: number = dish.cost

declare const item: Answer<Schema, 'order_items', 'dish'>
export const name: string = item.expand.dish.title
declare const back: Answer<Schema, 'dishes', 'order_items_via_dish,recipes_via_dish'>
export const first = back.expand.order_items_via_dish[0]?.dish
export const one: string | undefined = back.expand.recipes_via_dish?.dish

export const made: CreateInput<Schema['dishes']> = { title: 'Soto', photos: [new Blob([])], since: new Date() }
// @ts-expect-error the title is required
export const untitled: CreateInput<Schema['dishes']> = { price: 3 }
// @ts-expect-error there is no such field
export const misspelt: CreateInput<Schema['dishes']> = { title: 'Soto', prise: 3 }
// @ts-expect-error the server sets it alone
export const dated: CreateInput<Schema['dishes']> = { title: 'Soto', created: '' }
export const changed: UpdateInput<Schema['dishes']> = { 'price+': 1, 'tags-': 'hot', photos: ['a.png', new Blob([])] }
// @ts-expect-error a text cannot be counted up
export const added: UpdateInput<Schema['dishes']> = { 'title+': 'x' }
// @ts-expect-error cakes are not among the choices
export const cake: UpdateInput<Schema['dishes']> = { kind: 'cake' }
export const user: CreateInput<Schema['users']> = { email: 'a@b.c', password: 'x', passwordConfirm: 'x' }
// @ts-expect-error a new account needs its password twice
export const once: CreateInput<Schema['users']> = { email: 'a@b.c', password: 'x' }
`

test('beyond: the types of a schema compile, and what must not compile does not', async () => {
  const { app } = await shop()
  const folder = mkdtempSync(join(tmpdir(), 'dapur-types-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'dapur.d.ts'), typesOf(app.house.catalog.current.all))
  const compile = (source: string): string => {
    writeFileSync(
      join(folder, 'use.ts'),
      source
        .replace('SCHEMA_TS', join(ROOT, 'sdk/src/schema.ts'))
        .replace('CLIENT_TS', join(ROOT, 'sdk/src/client.ts')),
    )
    const flags =
      '--noEmit --strict --target es2024 --module nodenext --lib es2024,dom --allowImportingTsExtensions'
    const { stdout } = spawnSync(
      process.execPath,
      [TSC, ...flags.split(' '), '--types', '', join(folder, 'use.ts')],
      {
        cwd: folder,
        encoding: 'utf8',
      },
    )
    return stdout
  }
  expect(compile(USE)).toBe('')
  // The control: without the expected error the mistake is found.
  expect(compile(USE.replace('// @ts-expect-error there is no such field', ''))).toContain("'titel'")
}, 60_000)

const TSC = join(ROOT, 'node_modules/typescript/bin/tsc')

test('beyond: the same collections make the same text, in any order', async () => {
  const { app } = await shop()
  const { all } = app.house.catalog.current
  const text = typesOf(all)
  expect(typesOf(all.toReversed())).toBe(text)
  expect(text).toContain("order_items_via_dish: 'order_items'[]".replaceAll("'", '"'))
  expect(text).not.toContain('tokenKey: string')
})

test('beyond: collections whose names are alike get types of their own', async () => {
  const app = await testApp()
  for (const name of ['order_items', 'orderItems']) await app.collection({ name, type: 'base', fields: [] })
  const text = typesOf(app.app.house.catalog.current.all)
  expect(text).toContain('interface OrderItemsRecord {')
  expect(text).toContain('interface OrderItems2Record {')
})

test('beyond: a file of types follows the collections, and is only written when it has to say something else', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dapur-types-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const types = join(folder, 'dapur.d.ts')
  const { call, superuser, collection } = await shop({ types })
  await vi.waitFor(() => expect(readFileSync(types, 'utf8')).toContain('interface RecipesRecord'))
  const patch = (body: object) => call('PATCH', '/api/collections/dishes', { token: superuser, body })
  await collection({ name: 'guests', type: 'base', fields: [{ name: 'table', type: 'number' }] })
  await vi.waitFor(() => expect(readFileSync(types, 'utf8')).toContain('table: number'))
  const before = statSync(types).ino
  expect((await patch({ listRule: '' })).status).toBe(200)
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
  expect(statSync(types).ino).toBe(before)
})

test('beyond: dapur types writes the same from a data directory and from a running server', async () => {
  const { dir, remove } = await temporaryDir()
  onTestFinished(remove)
  const owner = { DAPUR_SUPERUSER_EMAIL: 'owner@example.com', DAPUR_SUPERUSER_PASSWORD: 'sambal-terasi-9' }
  const server = await serveProcess(['--dir', dir], owner)
  onTestFinished(async () => void (await server.stop('SIGKILL')))
  const out = join(dir, 'dapur.d.ts')
  const first = await runDapur(['types', '--dir', dir, '--out', out])
  expect([first.code, first.output.trim()]).toEqual([0, `Wrote ${out}.`])
  const text = readFileSync(out, 'utf8')
  expect(text).toContain('interface UsersRecord')
  const asked = await runDapur(['types', '--url', server.address, '--dir', dir, '--out', out], owner)
  expect([asked.code, asked.output.trim()]).toEqual([0, `${out} is as it should be.`])
  expect(readFileSync(out, 'utf8')).toBe(text)
  const printed = await runDapur(['types', '--dir', dir])
  expect(printed.output.trim()).toBe(text.trim())
  const nobody = await runDapur(['types', '--url', server.address, '--dir', dir])
  expect([nobody.code, nobody.output]).toEqual([1, expect.stringContaining('DAPUR_SUPERUSER_EMAIL')])
  expect(existsSync(`${out}.half`)).toBe(false)
}, 60_000)
