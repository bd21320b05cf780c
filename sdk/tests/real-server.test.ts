import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Served, serveProcess, temporaryDir } from '../../server/tests/serve-process.ts'
import { ApiError, type Client, createClient, filter, memoryStore, type RecordJson } from '../src/index.ts'

interface Note extends RecordJson {
  text: string
  count: number
}

/** What `dapur types` will write. */
interface Schema {
  notes: Note
  users: RecordJson
  _superusers: RecordJson
}

const root = { email: 'root@example.com', password: 'a long password' }

let server: Served | undefined
let remove: (() => Promise<void>) | undefined
let dapur: Client<Schema>

/** Another client of the same server, not signed in. */
const guest = (): Client<Schema> => createClient<Schema>(server?.address ?? '', { store: memoryStore() })

beforeAll(async () => {
  const data = await temporaryDir()
  remove = data.remove
  const env = { DAPUR_SUPERUSER_EMAIL: root.email, DAPUR_SUPERUSER_PASSWORD: root.password }
  server = await serveProcess(['--dir', data.dir], env)
  dapur = guest()
  await dapur.collection('_superusers').signIn(root)
  await dapur.collections.create({
    name: 'notes',
    type: 'base',
    listRule: '@request.auth.id != "" && owner = @request.auth.id',
    viewRule: '@request.auth.id != "" && owner = @request.auth.id',
    createRule: '@request.auth.id != "" && owner = @request.auth.id',
    fields: [
      { name: 'text', type: 'text', required: true },
      { name: 'count', type: 'number' },
      { name: 'owner', type: 'text' },
    ],
  })
})

afterAll(async () => {
  await server?.stop()
  await remove?.()
})

test('collections are listed, changed and deleted', async () => {
  const made = await dapur.collections.create({
    name: 'shelves',
    type: 'base',
    fields: [{ name: 'label', type: 'text' }],
  })
  expect((await dapur.collections.get('shelves')).fields.map(({ name }) => name)).toEqual(['id', 'label'])
  expect((await dapur.collections.update(made.id, { name: 'racks' })).name).toBe('racks')
  const { items } = await dapur.collections.list({ perPage: 100, filter: filter`system = ${false}` })
  expect(items.map(({ name }) => name).toSorted()).toEqual(['notes', 'racks', 'users'])
  await dapur.collections.delete('racks')
  await expect(dapur.collections.get('racks')).rejects.toMatchObject({ status: 404 })
})

test('records are created, read, changed and deleted', async () => {
  const notes = dapur.collection('notes')
  const note = await notes.create({ text: 'Milk', count: 1 })
  expect(await notes.get(note.id)).toMatchObject({ text: 'Milk', count: 1, collectionName: 'notes' })
  expect((await notes.update(note.id, { 'count+': 2 })).count).toBe(3)
  expect((await notes.getFirstListItem(filter`text = ${'Milk'}`)).id).toBe(note.id)
  await notes.delete(note.id)
  await expect(notes.get(note.id)).rejects.toMatchObject({ status: 404 })
})

test('values of a filter arrive as they are, whatever they hold', async () => {
  const notes = dapur.collection('notes')
  const texts = ['say "hi"', "it's", 'a\\b', '\\"', '" || id != "', '%', '// no comment', 'naïve\n日本語 🍲']
  for (const text of texts) await notes.create({ text })
  for (const text of texts) {
    const { items } = await notes.list({ filter: filter`text = ${text}` })
    expect(items.map((item) => item.text)).toEqual([text])
  }
  const all = await notes.getFullList({ batch: 3, sort: 'text' })
  expect(all.map((item) => item.text)).toEqual(texts.toSorted())
  for (const { id } of all) await notes.delete(id)
})

test('a refusal says which field, and a wrong filter where', async () => {
  const refusal: unknown = await dapur
    .collection('notes')
    .create({})
    .catch((error: unknown) => error)
  if (!(refusal instanceof ApiError)) throw new Error('It was not refused.')
  expect(refusal.problem('text')?.code).toBe('validation_required')
  await expect(dapur.collection('notes').list({ filter: 'nothing = 1' })).rejects.toMatchObject({
    status: 400,
  })
})

test('someone signs up, signs in, sees their own only, and signs out', async () => {
  const ann = { email: 'ann@example.com', password: 'secret of ann' }
  const app = guest()
  const { id } = await app.collection('users').create({ ...ann, passwordConfirm: ann.password })
  const { record } = await app.collection('users').signIn(ann)
  expect(record.id).toBe(id)
  expect(app.auth.isValid).toBe(true)
  await app.collection('notes').create({ text: 'Mine', owner: id })
  await dapur.collection('notes').create({ text: 'Not mine' })
  expect((await app.collection('notes').list()).items.map((note) => note.text)).toEqual(['Mine'])
  await app.collection('users').refresh()
  expect(app.auth.isValid).toBe(true)
  app.collection('users').signOut()
  expect((await app.collection('notes').list()).items).toEqual([])
  await expect(app.collection('users').signIn({ ...ann, password: 'wrong' })).rejects.toMatchObject({
    status: 400,
  })
})

test('health answers anyone', async () => {
  expect((await guest().health()).code).toBe(200)
})
