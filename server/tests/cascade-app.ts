import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Hook } from '../hooks/on.ts'
import { type Reply, testApp, type TestApp } from './test-app.ts'

/** Rules that let everyone do everything, on a base collection. */
export const open = {
  type: 'base',
  listRule: '',
  viewRule: '',
  createRule: '',
  updateRule: '',
  deleteRule: '',
}
/** The address of records, or of one. */
export const path = (collection: string, id: string = ''): string =>
  `/api/collections/${collection}/records${id && `/${id}`}`

/** Tables with orders, which go with them, and lines of orders; notes only refer to tables. */
export async function warung(hooks: readonly Hook[], hookDeadline = 10_000): Promise<TestApp> {
  const app = await testApp({ hooks, hookDeadline })
  const { id: tables } = await app.collection({
    ...open,
    name: 'tables',
    fields: [{ name: 'name', type: 'text' }],
  })
  const { id: orders } = await app.collection({
    ...open,
    name: 'orders',
    fields: [
      { name: 'dish', type: 'text' },
      { name: 'table', type: 'relation', collectionId: tables, maxSelect: 1, cascadeDelete: true },
    ],
  })
  await app.collection({
    ...open,
    name: 'lines',
    fields: [
      { name: 'text', type: 'text' },
      { name: 'order', type: 'relation', collectionId: orders, maxSelect: 1, cascadeDelete: true },
    ],
  })
  await app.collection({
    ...open,
    name: 'notes',
    fields: [
      { name: 'text', type: 'text', max: 12 },
      { name: 'tables', type: 'relation', collectionId: tables, maxSelect: 5 },
      { name: 'updated', type: 'autodate', onCreate: true, onUpdate: true },
    ],
  })
  return app
}

/** What `served` has made: ids, and ways to look and to delete. */
export interface Served {
  readonly app: TestApp
  readonly table: string
  readonly other: string
  readonly note: string
  /** How many records of each collection are there. */
  readonly all: () => Promise<Record<string, number>>
  /** Delete the table. */
  readonly clear: () => Promise<Reply>
}

/** A table with two orders, one of them with a line, and a note about it. */
export async function served(hooks: readonly Hook[], hookDeadline?: number): Promise<Served> {
  const app = await warung(hooks, hookDeadline)
  const table = (await app.record('tables', { name: 'T1' })).id
  const other = (await app.record('tables', { name: 'T2' })).id
  const soto = (await app.record('orders', { dish: 'Soto', table })).id
  await app.record('orders', { dish: 'Rawon', table })
  await app.record('lines', { text: 'no salt', order: soto })
  const note = (await app.record('notes', { text: 'by the door', tables: [table, other] })).id
  const all = async (): Promise<Record<string, number>> =>
    Object.fromEntries(
      await Promise.all(
        ['tables', 'orders', 'lines', 'notes'].map(async (name) => [
          name,
          (await app.call('GET', path(name))).json.items.length,
        ]),
      ),
    )
  return { app, table, other, note, all, clear: () => app.call('DELETE', path('tables', table)) }
}

/** Orders of a table, put there directly. */
export function fill(app: TestApp, table: string, rows: number): void {
  const db = new Database(join(app.dir, 'data.db'))
  db.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows})
    INSERT INTO orders (id, dish, "table") SELECT printf('o%014d', i), 'Dish ' || i, '${table}' FROM n`)
  db.close()
}
