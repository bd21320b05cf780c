import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { loadConfig } from '../config.ts'
import { HOOK_DEADLINE } from '../hooks/hook-table.ts'
import { temporaryDir } from './serve-process.ts'
import { testApp } from './test-app.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/hooks.md'), 'utf8')
const index = pathToFileURL(join(import.meta.dirname, '../index.ts')).href

test('docs/hooks.md: the hooks of the example are loaded and do what the page says', async () => {
  const [, example = ''] = /```ts\n(.*?)```/s.exec(page) ?? []
  const { dir, remove } = await temporaryDir()
  onTestFinished(remove)
  const config = join(dir, 'example.ts')
  writeFileSync(config, example.replace("'dapur'", `'${index}'`))
  const { hooks, hookDeadline } = await loadConfig({ config }, {})
  expect([hookDeadline, page.includes(`${HOOK_DEADLINE / 1000} s before`)]).toEqual([HOOK_DEADLINE, true])

  const { call, collection, record } = await testApp({ hooks })
  const open = { type: 'base', viewRule: '', listRule: '', createRule: '', deleteRule: '' }
  const { id: tables } = await collection({ ...open, name: 'tables', fields: [] })
  await collection({ ...open, name: 'dishes', fields: [{ name: 'stock', type: 'number' }] })
  await collection({
    ...open,
    name: 'orders',
    fields: [
      { name: 'dish', type: 'text' },
      { name: 'isPaid', type: 'bool' },
      { name: 'table', type: 'relation', collectionId: tables, maxSelect: 1, cascadeDelete: true },
    ],
  })
  const dish = (await record('dishes', { stock: 1 })).id
  const table = (await record('tables', {})).id
  const order = (body: object) => call('POST', '/api/collections/orders/records', { body: { dish, ...body } })
  expect((await order({ isPaid: true, table })).status).toBe(200)
  expect((await order({})).json.data.dish.code).toBe('sold_out')
  const refused = await call('DELETE', `/api/collections/tables/records/${table}`)
  expect([refused.status, refused.json.message]).toEqual([400, 'A paid order stays.'])
  expect((await call('GET', `/api/collections/tables/records/${table}`)).status).toBe(200)
})

test('docs/hooks.md has no other example but those that stand in running files', () => {
  const marked = page.split('<!-- from: ').length - 1
  expect([marked, page.split('```').length]).toEqual([1, 2 * (marked + 1) + 1])
})
