import { expect, test } from 'vitest'
import { file, fileApp } from './file-app.ts'

const DISHES = '/api/collections/dishes/records'

test('data §6.3 §6.4 R11 of a batch that fails nothing is left: no row, no change, no file, no event, no mail', async () => {
  const app = await fileApp()
  const { storage, changes } = app.app.house
  await app.call('PATCH', '/api/settings', {
    token: app.superuser,
    body: { batch: { enabled: true, maxRequests: 10, timeout: 3 } },
  })
  const soto = await app.dish(['name', 'Soto'], ['photo', file('soto.png')])
  const rawon = await app.dish(['name', 'Rawon'])
  await new Promise((resolve) => setImmediate(resolve))
  const tables = ['dishes', '_dapur_changes', '_dapur_outbox', '_dapur_gone_files']
  const rows = async () =>
    Object.fromEntries(
      await Promise.all(
        tables.map(async (table) => [table, await storage.hot.all(`select * from ${table}`, [])] as const),
      ),
    )
  const [before, stored] = [await rows(), app.stored()]
  const events: string[] = []
  changes.afterCommit.add(({ action }) => events.push(action))
  changes.onCommit.add(({ action }) => events.push(action))
  const requests = [
    { method: 'POST', url: DISHES, body: { name: 'new' } },
    { method: 'PATCH', url: `${DISHES}/${soto.id}`, body: { name: 'other', photo: '' } },
    { method: 'PUT', url: DISHES, body: { id: rawon.id, name: 'upserted' } },
    { method: 'DELETE', url: `${DISHES}/${rawon.id}` },
    { method: 'POST', url: DISHES, body: { name: 'much too long a name for this field' } },
  ]
  const send = (some: readonly object[]) =>
    app.form('POST', '/api/batch', [
      ['@jsonPayload', JSON.stringify({ requests: some })],
      ['requests.0.photo', file('new.png')],
    ])
  const failed = await send(requests)
  expect([failed.status, Object.keys(failed.json.data.requests)]).toEqual([400, ['4']])
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(await rows()).toEqual(before)
  expect(app.stored()).toEqual(stored)
  expect(events).toEqual([])
  // In control, without the one that fails all of it is there.
  expect((await send(requests.slice(0, 4))).status).toBe(200)
  await expect.poll(() => events.length).toBe(8)
  expect(app.stored()).not.toEqual(stored)
})
