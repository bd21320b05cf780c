import PocketBase from 'pocketbase'
import { expect, onTestFinished, test } from 'vitest'
import { listen } from '../../server/cli/listen.ts'
import { testApp, testPassword } from '../../server/tests/test-app.ts'
import { createClient, memoryStore, type Client } from '../src/index.ts'

const root = { email: 'root@example.com', password: testPassword }

/** A server with a collection of dishes, and both SDKs signed in to it. */
async function both(): Promise<{ pb: PocketBase; dapur: Client }> {
  const { app, collection, call, superuser } = await testApp()
  await call('PATCH', '/api/settings', { token: superuser, body: { batch: { enabled: true } } })
  await collection({
    name: 'dishes',
    type: 'base',
    fields: [
      { name: 'name', type: 'text', required: true },
      { name: 'price', type: 'number' },
      { name: 'picture', type: 'file', maxSelect: 1 },
      { name: 'notes', type: 'file', maxSelect: 5, maxSize: 5_000_000 },
    ],
  })
  const server = await listen(app, { host: '127.0.0.1', port: 0 })
  onTestFinished(() => server.close())
  const [pb, dapur] = [new PocketBase(server.address), createClient(server.address, { store: memoryStore() })]
  await pb.collection('_superusers').authWithPassword(root.email, root.password)
  await dapur.collection('_superusers').authWithPassword(root.email, root.password)
  return { pb, dapur }
}

const picture = (): File => new File(['<svg xmlns="http://www.w3.org/2000/svg"/>'], 'soto.svg')

test('services §10 both SDKs tell the same story and are told the same', async () => {
  const { pb, dapur } = await both()
  const [theirs, ours] = [pb.collection('dishes'), dapur.collection('dishes')]
  const soto = await ours.create({ name: 'Soto', price: 20 })
  expect(await theirs.getOne(soto.id)).toEqual(await ours.getOne(soto.id))
  const rawon = await theirs.create({ name: 'Rawon', price: 30 })
  expect(await ours.getOne(rawon.id)).toEqual(rawon)
  expect(await ours.update(rawon.id, { 'price+': 5 })).toMatchObject({ price: 35 })
  expect(await theirs.update(rawon.id, { 'price+': 5 })).toMatchObject({ price: 40 })
  expect(await ours.getList(1, 1, { sort: '-price' })).toEqual(await theirs.getList(1, 1, { sort: '-price' }))
  expect(await ours.getFullList({ sort: 'name' })).toEqual(await theirs.getFullList({ sort: 'name' }))
  const asked = pb.filter('name = {:name}', { name: 'Soto' })
  expect(await ours.getFirstListItem({ name: 'Soto' })).toEqual(await theirs.getFirstListItem(asked))
  const refusal = { status: 400, message: expect.any(String) }
  await expect(theirs.create({})).rejects.toMatchObject({ ...refusal, response: { data: { name: {} } } })
  await expect(ours.create({})).rejects.toMatchObject({ ...refusal, data: { name: {} } })
  const drawn = await ours.create({ name: 'Drawn', picture: picture() })
  const name = String(drawn['picture'])
  const options = { thumb: '10x10', download: true }
  expect(new URL(dapur.files.url(drawn, name, options)).pathname).toBe(
    new URL(pb.files.getURL(drawn, name, options)).pathname,
  )
  expect(await (await fetch(dapur.files.url(drawn, name))).text()).toContain('<svg')
  expect((await dapur.files.token()).split('.')).toHaveLength(3)
})

test('services §10 a batch of either is the same, files and ids made here included', async () => {
  const { pb, dapur } = await both()
  const batch = pb.createBatch()
  batch.collection('dishes').create({ name: 'A', picture: picture() })
  const told = await batch.send()
  let id = ''
  const heard = await dapur.batch((b) => {
    const dishes = b.collection('dishes')
    ;({ id } = dishes.create({ name: 'A', picture: picture() }))
    dishes.update(id, { 'price+': 7 })
    dishes.upsert(id, { name: 'B' })
  })
  expect(Object.keys(heard[0]?.body ?? {})).toEqual(Object.keys(told[0]?.body))
  expect(heard.map(({ status }) => status)).toEqual([200, 200, 200])
  expect(await dapur.collection('dishes').get(id)).toMatchObject({ id, name: 'B', price: 7 })
  const broken = dapur.batch((b) => {
    b.collection('dishes').delete(id)
    b.collection('dishes').create({})
  })
  await expect(broken).rejects.toMatchObject({
    status: 400,
    data: { requests: { 1: { code: 'batch_request_failed' } } },
  })
  expect((await dapur.collection('dishes').get(id)).id).toBe(id)
  expect(await dapur.batch(() => undefined)).toEqual([])
})

test('an upload says how far it is', async () => {
  const { dapur } = await both()
  const shares: number[] = []
  const file = new File([new Uint8Array(2_000_000)], 'large.bin')
  const made = await dapur
    .collection('dishes')
    .create({ name: 'Large', notes: [file] }, { onProgress: (share) => shares.push(share) })
  expect(made['notes']).toHaveLength(1)
  expect(shares.length).toBeGreaterThan(2)
  expect(shares).toEqual(shares.toSorted((a, b) => a - b))
  expect(shares.at(-1)).toBe(1)
})
