import { expect, test } from 'vitest'
import { testApp, type TestApp } from './test-app.ts'

const open = { type: 'base', listRule: '', viewRule: '', createRule: '', updateRule: '', deleteRule: '' }

interface Shop {
  readonly app: TestApp
  readonly ids: Readonly<Record<'ann' | 'bob' | 'red' | 'blue' | 'first' | 'second', string>>
  readonly expand: (path: string, collection?: string, id?: string, token?: string) => Promise<unknown>
}

/** Posts with an author, tags and a hidden editor; each author has at most one profile. */
async function shop(rules: { people?: object; tags?: object } = {}): Promise<Shop> {
  const app = await testApp()
  const { collection, record } = app
  const text = (name: string) => ({ name, type: 'text' })
  const relation = (name: string, collectionId: string, more: object = {}) => ({
    name,
    type: 'relation',
    collectionId,
    maxSelect: 1,
    ...more,
  })
  const people = await collection({ ...open, name: 'people', fields: [text('name')], ...rules.people })
  const tags = await collection({ ...open, name: 'tags', fields: [text('name')], ...rules.tags })
  await collection({
    ...open,
    name: 'profiles',
    indexes: ['CREATE UNIQUE INDEX idx_profiles_person ON profiles (person)'],
    fields: [text('bio'), relation('person', people.id)],
  })
  await collection({
    ...open,
    name: 'posts',
    fields: [
      text('title'),
      relation('author', people.id),
      relation('editor', people.id, { hidden: true }),
      relation('tags', tags.id, { maxSelect: 9 }),
    ],
  })
  const [ann, bob] = [await record('people', { name: 'Ann' }), await record('people', { name: 'Bob' })]
  const [red, blue] = [await record('tags', { name: 'red' }), await record('tags', { name: 'blue' })]
  await record('profiles', { bio: 'cooks', person: ann.id })
  const first = await record('posts', {
    title: 'A',
    author: ann.id,
    editor: bob.id,
    tags: [blue.id, red.id],
  })
  const second = await record('posts', { title: 'B' })
  const ids = {
    ann: ann.id,
    bob: bob.id,
    red: red.id,
    blue: blue.id,
    first: first.id,
    second: second.id,
  }
  return {
    app,
    ids,
    async expand(path, name = 'posts', id = ids.first, token = '') {
      const query = new URLSearchParams({ expand: path }).toString()
      const reply = await app.call('GET', `/api/collections/${name}/records/${id}?${query}`, { token })
      expect(reply.status).toBe(200)
      return shortened(reply.json.expand)
    },
  }
}

/** Records as what tells them apart, with their expands. */
function shortened(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shortened)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  if (!('collectionName' in value))
    return Object.fromEntries(entries.map(([key, inner]) => [key, shortened(inner)]))
  const name = entries.find(([key]) => ['name', 'title', 'bio'].includes(key))?.[1]
  return 'expand' in value ? [name, shortened(value.expand)] : name
}

test('data §4.10 one for a single relation, a list in the stored order for several', async () => {
  const { expand } = await shop()
  expect(await expand('author')).toEqual({ author: 'Ann' })
  expect(await expand('tags')).toEqual({ tags: ['blue', 'red'] })
  expect(await expand('tags,author')).toEqual({ tags: ['blue', 'red'], author: 'Ann' })
})

test('data §4.10 back: a list, one where the index says so, by either way to write it', async () => {
  const { expand, ids } = await shop()
  expect(await expand('posts_via_author', 'people', ids.ann)).toEqual({ posts_via_author: ['A'] })
  expect(await expand('profiles_via_person', 'people', ids.ann)).toEqual({ profiles_via_person: 'cooks' })
  expect(await expand('posts(author)', 'people', ids.ann)).toEqual({ 'posts(author)': ['A'] })
  expect(await expand('POSTS_via_tags', 'tags', ids.red)).toEqual({ POSTS_via_tags: ['A'] })
  expect(await expand('posts_via_title', 'people', ids.ann)).toBeUndefined()
  expect(await expand('posts_via_tags', 'people', ids.ann)).toBeUndefined()
})

test('data §4.10 paths are tidied, and those through the same relation are one', async () => {
  const { expand } = await shop()
  const both = { author: ['Ann', { profiles_via_person: 'cooks', posts_via_author: ['A'] }] }
  expect(await expand('author.profiles_via_person,author.posts_via_author')).toEqual(both)
  expect(await expand(' .author. , author,author.profiles_via_person ,,author.posts_via_author')).toEqual(
    both,
  )
})

test('data §4.10 a path that cannot be walked to its end is left out whole, its beginning too', async () => {
  const { expand, ids } = await shop()
  expect(await expand('author.nothing')).toBeUndefined()
  expect(await expand('author,author.nothing')).toBeUndefined()
  expect(await expand('author.nothing,tags')).toEqual({ tags: ['blue', 'red'] })
  expect(await expand('title')).toBeUndefined()
  // What merely finds nothing is no failure.
  expect(await expand('author,tags', 'posts', ids.second)).toEqual({})
  expect(await expand('author.profiles_via_person', 'posts', ids.second)).toEqual({})
})

test('data §4.10 the view rule of what is shown decides, and a closed one ends the path', async () => {
  const closed = await shop({ people: { viewRule: null } })
  expect(await closed.expand('author')).toBeUndefined()
  expect(await closed.expand('author', 'posts', closed.ids.first, closed.app.superuser)).toEqual({
    author: 'Ann',
  })
  const some = await shop({ people: { viewRule: 'name = "Bob"' }, tags: { viewRule: 'name = "red"' } })
  expect(await some.expand('author,tags,editor')).toEqual({ tags: ['red'], editor: 'Bob' })
  // The list rule has no say in it.
  const unlisted = await shop({ people: { listRule: null } })
  expect(await unlisted.expand('author')).toEqual({ author: 'Ann' })
})

test('data §4.10 hidden relations are walked, though the field is not shown', async () => {
  const { expand, app, ids } = await shop()
  expect(await expand('editor')).toEqual({ editor: 'Bob' })
  const { json } = await app.call('GET', `/api/collections/posts/records/${ids.first}`)
  expect(json).not.toHaveProperty('editor')
})

test('data §4.10 what a write answers is expanded with the rights of whoever wrote', async () => {
  const { app, ids } = await shop({ people: { viewRule: 'name = "Bob"' } })
  const made = await app.call('POST', '/api/collections/posts/records?expand=author', {
    body: { title: 'C', author: ids.bob },
  })
  expect(made.json.expand.author.name).toBe('Bob')
  const changed = await app.call('PATCH', `/api/collections/posts/records/${made.json.id}?expand=author`, {
    body: { author: ids.ann },
  })
  expect(changed.json.expand).toEqual({})
})
