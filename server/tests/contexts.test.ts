import { expect, test } from 'vitest'
import { file, fileApp } from './file-app.ts'
import { realtimeApp } from './realtime-app.ts'
import { testApp, testPassword } from './test-app.ts'

const open = { type: 'base', listRule: '', viewRule: '', createRule: '', updateRule: '', deleteRule: '' }
const is = (context: string): string => `@request.context = "${context}"`
const NOTES = '/api/collections/notes/records'

test('data §4.11 a request is "default", a record that an expand shows "expand", one of a batch "batch"', async () => {
  const { call, collection, record, superuser: token } = await testApp()
  const { id } = await collection({ ...open, name: 'people', viewRule: is('expand'), fields: [] })
  const rules = { listRule: is('default'), viewRule: is('default'), createRule: is('batch') }
  await collection({
    ...open,
    name: 'notes',
    ...rules,
    deleteRule: is('batch'),
    fields: [{ name: 'owner', type: 'relation', collectionId: id, maxSelect: 1 }],
  })
  const owner = (await record('people', {})).id
  const note = await record('notes', { owner })
  const { json } = await call('GET', `${NOTES}?expand=owner`)
  expect(json.items[0].expand.owner.id).toBe(owner)
  expect((await call('GET', `/api/collections/people/records/${owner}`)).status).toBe(404)
  expect((await call('POST', NOTES, { body: {} })).status).toBe(400)
  expect((await call('DELETE', `${NOTES}/${note.id}`)).status).toBe(404)
  await call('PATCH', '/api/settings', { token, body: { batch: { enabled: true } } })
  const requests = [
    { method: 'POST', url: NOTES, body: {} },
    { method: 'DELETE', url: `${NOTES}/${note.id}` },
  ]
  const batch = await call('POST', '/api/batch', { body: { requests } })
  expect(batch.json.map(({ status }: { status: number }) => status)).toEqual([200, 204])
})

test('data §4.11 a sign-in says by what it goes: "password"', async () => {
  const { call, superuser: token, signIn, record } = await testApp()
  const email = 'sri@example.com'
  await record('users', { email, password: testPassword, passwordConfirm: testPassword })
  const setRule = (authRule: string) => call('PATCH', '/api/collections/users', { token, body: { authRule } })
  await setRule(is('password'))
  const session = await signIn('users', email)
  await setRule(is('otp'))
  await expect(signIn('users', email)).rejects.toThrow('403')
  await setRule(is('default'))
  await expect(signIn('users', email)).rejects.toThrow('403')
  expect(session).toMatch(/\./)
})

test('data §4.11 an event of a subscription is "realtime"', async () => {
  const app = await realtimeApp()
  await app.collection({ ...open, name: 'notes', listRule: is('realtime'), fields: [] })
  const peer = await app.connect()
  await peer.ask({ type: 'subscribe', id: 1, topic: 'notes/*' })
  const { id } = await app.record('notes', {})
  expect((await peer.events()).map(({ record }) => record.id)).toEqual([id])
  expect((await app.call('GET', NOTES)).json.items).toEqual([])
})

test('data §4.11 a protected file is "protectedFile"', async () => {
  const app = await fileApp()
  const setRule = (viewRule: string) =>
    app.call('PATCH', '/api/collections/dishes', { token: app.superuser, body: { viewRule } })
  const dish = await app.dish(['menu', file('menu.txt', 'Soto')])
  const path = `/api/files/dishes/${dish.id}/${dish.menu}`
  await setRule(is('protectedFile'))
  expect((await app.get(path)).status).toBe(200)
  expect((await app.call('GET', `/api/collections/dishes/records/${dish.id}`)).status).toBe(404)
  await setRule(is('default'))
  expect((await app.get(path)).status).toBe(404)
})
