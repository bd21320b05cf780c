import PocketBase, { ClientResponseError } from 'pocketbase'
import { expect, onTestFinished, test } from 'vitest'
import { listen } from '../cli/listen.ts'
import { testApp, testPassword } from './test-app.ts'

/** The official JavaScript SDK against a real socket. */
async function client(): Promise<PocketBase> {
  const { app } = await testApp()
  const server = await listen(app, { host: '127.0.0.1', port: 0 })
  onTestFinished(() => server.close())
  const pb = new PocketBase(server.address)
  await pb.collection('_superusers').authWithPassword('root@example.com', testPassword)
  return pb
}

test('services §10 the official SDK defines a collection and works with its records', async () => {
  const pb = await client()
  const made = await pb.collections.create({
    name: 'dishes',
    type: 'base',
    listRule: '',
    viewRule: '',
    fields: [
      { name: 'name', type: 'text', required: true },
      { name: 'price', type: 'number' },
    ],
  })
  expect(made.id).toMatch(/^pbc_\d+$/)
  const dishes = pb.collection('dishes')
  const first = await dishes.create({ name: 'Soto', price: 20 })
  await dishes.create({ name: 'Rawon', price: 30 })
  expect((await dishes.getOne(first.id))['name']).toBe('Soto')
  expect((await dishes.update(first.id, { price: 25 }))['price']).toBe(25)
  expect(await dishes.getFullList({ sort: '-price' })).toHaveLength(2)
  expect((await dishes.getFirstListItem(pb.filter('name = {:name}', { name: 'Rawon' })))['price']).toBe(30)
  expect((await dishes.getList(1, 1, { sort: 'price' })).totalPages).toBe(2)
  expect(await dishes.delete(first.id)).toBe(true)
  await expect(dishes.getOne(first.id)).rejects.toBeInstanceOf(ClientResponseError)
  await expect(dishes.create({ name: '' })).rejects.toMatchObject({
    status: 400,
    response: { data: { name: { code: 'validation_required' } } },
  })
})

test('services §10 the official SDK signs users up and in, refreshes, and lists what there is', async () => {
  const pb = await client()
  expect((await pb.health.check()).code).toBe(200)
  expect((await pb.collections.getFullList()).map(({ name }) => name)).toContain('users')
  expect(Object.keys(await pb.collections.getScaffolds()).toSorted()).toEqual(['auth', 'base', 'view'])
  const guest = new PocketBase(pb.baseURL)
  const users = guest.collection('users')
  await users.create({ email: 'siti@example.com', password: testPassword, passwordConfirm: testPassword })
  const { token, record } = await users.authWithPassword('siti@example.com', testPassword)
  expect(record['email']).toBe('siti@example.com')
  expect(guest.authStore.isValid).toBe(true)
  expect((await users.authRefresh()).token).not.toBe('')
  expect((await users.listAuthMethods()).password).toEqual({ identityFields: ['email'], enabled: true })
  expect(token.split('.')).toHaveLength(3)
  await expect(guest.collections.getFullList()).rejects.toMatchObject({ status: 403 })
  await expect(users.authWithPassword('siti@example.com', 'wrong')).rejects.toMatchObject({
    status: 400,
    response: { data: {} },
  })
})
