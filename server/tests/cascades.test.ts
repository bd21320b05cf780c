import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { fill, open, path, served, warung } from './cascade-app.ts'

test('data §4.8 without hooks a cascade over more than 1000 records gets a transaction of its own, updates counted', async () => {
  const { app, table, clear, other } = await served([])
  fill(app, other, 10)
  const db = new Database(join(app.dir, 'data.db'))
  db.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1500)
    INSERT INTO notes (id, tables) SELECT printf('n%014d', i), json_array('${table}') FROM n`)
  db.close()
  expect((await clear()).status).toBe(204)
  const left = await app.call('GET', `${path('notes')}?filter=tables:length>0`)
  expect(left.json.totalItems).toBe(1)
  expect((await app.call('GET', path('orders'))).json.totalItems).toBe(10)
})

test('data §4.8 what hangs on the first collection by name goes first, to its end: it cannot be in the way of the others', async () => {
  const app = await warung([])
  const { id: tables } = (await app.call('GET', '/api/collections/tables', { token: app.superuser })).json
  const { id: orders } = (await app.call('GET', '/api/collections/orders', { token: app.superuser })).json
  await app.collection({
    ...open,
    name: 'receipts',
    fields: [
      { name: 'order', type: 'relation', collectionId: orders, maxSelect: 1, cascadeDelete: true },
      { name: 'table', type: 'relation', collectionId: tables, maxSelect: 1, required: true },
    ],
  })
  const table = (await app.record('tables', { name: 'T1' })).id
  const order = (await app.record('orders', { dish: 'Soto', table })).id
  await app.record('receipts', { order, table })
  expect((await app.call('DELETE', path('tables', table))).status).toBe(204)
  expect((await app.call('GET', path('receipts'))).json.totalItems).toBe(0)
})
