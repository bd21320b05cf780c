import { join } from 'node:path'
import Database from 'better-sqlite3'
import { beforeEach, expect, test } from 'vitest'
import type { Storage, StorageDialect } from '../storage/dialect.ts'
import { sqlite } from '../storage/sqlite.ts'
import { testApp, type TestApp } from './test-app.ts'

/** What was read in a child process. */
const heavy: string[] = []
let deadline: number | undefined
/** What happens between the first costly read and its answer. */
let meanwhile: (() => Promise<unknown>) | undefined
beforeEach(() => {
  heavy.length = 0
  deadline = undefined
  meanwhile = undefined
})

/** SQLite that tells what it reads in a child process. */
const watched: StorageDialect = {
  name: 'sqlite',
  async open(options) {
    const storage: Storage = await sqlite.open(options)
    return {
      ...storage,
      async heavy(text, params, wishes) {
        heavy.push(text)
        const rows = await storage.heavy(
          text,
          params,
          deadline === undefined ? wishes : { ...wishes, deadline },
        )
        const work = meanwhile
        meanwhile = undefined
        await work?.()
        return rows
      },
    }
  },
}

const open = { type: 'base', listRule: '', viewRule: '', createRule: '', updateRule: '' }
const NUMBERS = (rows: number): string =>
  `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows})`

interface Blog {
  readonly posts: number
  readonly comments: number
  /** How many of the comments belong to the first post; the others take turns. */
  readonly ofFirst?: number
  readonly isIndexed?: boolean
  readonly isMultiple?: boolean
}

/** Posts `p…1` to `p…n`, and comments of them. */
async function blog({ posts, comments, ofFirst = 0, isIndexed, isMultiple }: Blog): Promise<TestApp> {
  const app = await testApp({ dialect: watched })
  const { id } = await app.collection({ ...open, name: 'posts', fields: [{ name: 'title', type: 'text' }] })
  await app.collection({
    ...open,
    name: 'comments',
    indexes: isIndexed ? ['CREATE INDEX idx_comments_post ON comments (post)'] : [],
    fields: [
      { name: 'text', type: 'text' },
      { name: 'post', type: 'relation', collectionId: id, maxSelect: isMultiple ? 5 : 1 },
    ],
  })
  const post = `printf('p%014d', iif(i <= ${ofFirst}, 1, 1 + i % ${posts}))`
  const db = new Database(join(app.dir, 'data.db'))
  db.exec(`${NUMBERS(posts)} INSERT INTO posts (id, title) SELECT printf('p%014d', i), 'Post ' || i FROM n`)
  db.exec(`${NUMBERS(comments)} INSERT INTO comments (id, text, post)
    SELECT printf('c%014d', i), 'Comment ' || i, ${isMultiple ? `json_array(${post})` : post} FROM n`)
  db.close()
  return app
}

const FIRST = '/api/collections/posts/records/p00000000000001'
const EXPAND = '?expand=comments_via_post'

test('data §4.10 a back-relation of a large table that no index leads to is read in a child process', async () => {
  const app = await blog({ posts: 20_000, comments: 40_000 })
  const { status, json } = await app.call('GET', FIRST + EXPAND)
  expect(status).toBe(200)
  expect(json.expand.comments_via_post.map(({ text }: { text: string }) => text)).toEqual([
    'Comment 20000',
    'Comment 40000',
  ])
  expect(heavy).toHaveLength(1)
})

test('data §4.10 a back-relation of a small table, or with an index, is read on the loop', async () => {
  const small = await blog({ posts: 10, comments: 100 })
  expect((await small.call('GET', FIRST + EXPAND)).json.expand.comments_via_post).toHaveLength(10)
  const large = await blog({ posts: 20_000, comments: 40_000, isIndexed: true })
  expect((await large.call('GET', FIRST + EXPAND)).json.expand.comments_via_post).toHaveLength(2)
  expect(heavy).toEqual([])
})

test('data §4.10 an expand past its deadline is 400, and is left out of the answer to a write', async () => {
  const app = await blog({ posts: 20_000, comments: 40_000 })
  deadline = 0
  expect((await app.call('GET', FIRST + EXPAND)).json).toMatchObject({ status: 400, code: 'query_expired' })
  const list = await app.call('GET', `/api/collections/posts/records${EXPAND}&perPage=1&skipTotal=1`)
  expect(list.json).toMatchObject({ status: 400, code: 'query_expired' })
  const written = await app.call('PATCH', FIRST + EXPAND, { body: { title: 'New' } })
  expect(written.status).toBe(200)
  expect(written.json.title).toBe('New')
  expect(written.json).not.toHaveProperty('expand')
  expect((await app.call('GET', FIRST)).json.title).toBe('New')
})

test.each([false, true])(
  'data §4.10 a back-relation shows up to 1000 records, and takes no place from those of others (list: %s)',
  async (isMultiple) => {
    const app = await blog({ posts: 30, comments: 30_000, ofFirst: 29_000, isIndexed: true, isMultiple })
    const { status, json } = await app.call(
      'GET',
      `/api/collections/posts/records${EXPAND}&sort=id&fields=id,expand.comments_via_post.id`,
    )
    expect(status).toBe(200)
    const counts = json.items.map(
      ({ expand }: { expand: { comments_via_post: unknown[] } }) => expand.comments_via_post.length,
    )
    expect(counts[0]).toBe(1000)
    expect(counts.slice(1).every((count: number) => count === 33 || count === 34)).toBe(true)
    expect((await app.call('GET', FIRST + EXPAND)).json.expand.comments_via_post).toHaveLength(1000)
  },
)

test('data §4.10 an expand of more than 20,000 records is 400, and never silently cut', async () => {
  const app = await blog({ posts: 100, comments: 30_000, isIndexed: true })
  const path = (perPage: number) => `/api/collections/posts/records${EXPAND}&perPage=${perPage}`
  const within = await app.call('GET', path(60))
  expect(within.status).toBe(200)
  expect(within.json.items[59].expand.comments_via_post).toHaveLength(300)
  expect((await app.call('GET', path(100))).json).toMatchObject({ status: 400, code: 'expand_too_large' })
})

test('data §4.10 more ids than a statement can name are looked up in parts', async () => {
  const app = await testApp()
  const tags = await app.collection({ ...open, name: 'tags', fields: [{ name: 'name', type: 'text' }] })
  await app.collection({
    ...open,
    name: 'item',
    fields: [{ name: 'tags', type: 'relation', collectionId: tags.id, maxSelect: 999 }],
  })
  const db = new Database(join(app.dir, 'data.db'))
  db.exec(`${NUMBERS(9000)} INSERT INTO tags (id, name) SELECT printf('t%014d', i), i FROM n`)
  db.exec(`${NUMBERS(10)} INSERT INTO item (id, tags) SELECT printf('i%014d', i),
    (SELECT json_group_array(id) FROM tags WHERE CAST(name AS int) % 10 = n.i - 1) FROM n`)
  db.close()
  const { json } = await app.call('GET', '/api/collections/item/records?expand=tags&sort=id')
  expect(json.items[3].expand.tags).toHaveLength(900)
  expect(json.items[3].expand.tags[0].id).toBe(json.items[3].tags[0])
  const back = await app.call('GET', '/api/collections/tags/records?expand=item_via_tags&perPage=1000')
  expect(back.json.items).toHaveLength(1000)
  expect(back.json.items[0].expand.item_via_tags).toHaveLength(1)
})

test('data §4.10 six levels are walked, what is deeper is passed over', async () => {
  const app = await testApp()
  const { id } = await app.collection({ ...open, name: 'nodes', fields: [{ name: 'name', type: 'text' }] })
  await app.call('PATCH', '/api/collections/nodes', {
    token: app.superuser,
    body: {
      fields: [
        ...(await app.call('GET', '/api/collections/nodes', { token: app.superuser })).json.fields,
        { name: 'next', type: 'relation', collectionId: id, maxSelect: 1 },
      ],
    },
  })
  let next = ''
  for (let at = 8; at >= 0; at--) next = (await app.record('nodes', { name: `n${at}`, next })).id
  const { json } = await app.call(
    'GET',
    `/api/collections/nodes/records/${next}?expand=${Array(8).fill('next').join('.')}`,
  )
  const names: string[] = []
  for (let node = json; node; node = node.expand?.next) names.push(node.name)
  expect(names).toEqual(['n0', 'n1', 'n2', 'n3', 'n4', 'n5', 'n6'])
})

test('data §4.10 a schema change while an expand is read elsewhere has it read anew', async () => {
  const app = await blog({ posts: 20_000, comments: 40_000 })
  const { json: comments } = await app.call('GET', '/api/collections/comments', { token: app.superuser })
  const fields = comments.fields.map((field: { name: string }) =>
    field.name === 'text' ? { ...field, name: 'words', hidden: true } : field,
  )
  const hide = () =>
    app.call('PATCH', '/api/collections/comments', { token: app.superuser, body: { fields } })
  for (const path of [FIRST + EXPAND, `/api/collections/posts/records${EXPAND}&perPage=1&skipTotal=1`]) {
    meanwhile = hide
    const { status, json } = await app.call('GET', path)
    expect(status).toBe(200)
    const [comment] = (json.items?.[0] ?? json).expand.comments_via_post
    expect(Object.keys(comment).toSorted()).toEqual(['collectionId', 'collectionName', 'id', 'post'])
    expect(heavy).toHaveLength(2)
    heavy.length = 0
  }
})

test('data §2.8 one record of a view that has to be made whole is read in a child process', async () => {
  const app = await blog({ posts: 20, comments: 40_000 })
  await app.collection({
    name: 'counts',
    type: 'view',
    listRule: '',
    viewRule: '',
    viewQuery: 'SELECT post as id, count(*) as total FROM comments GROUP BY post',
  })
  const path = '/api/collections/counts/records/p00000000000001'
  // The rows were looked at for the save.
  heavy.length = 0
  expect((await app.call('GET', path)).json.total).toBe(2000)
  expect(heavy).toHaveLength(1)
  expect((await app.call('GET', '/api/collections/counts/records/nobody')).status).toBe(404)
  const small = await blog({ posts: 20, comments: 40 })
  await small.collection({
    name: 'counts',
    type: 'view',
    listRule: '',
    viewRule: 'total > 1 && @collection.posts.id ?= id',
    viewQuery: 'SELECT post as id, count(*) as total FROM comments GROUP BY post',
  })
  heavy.length = 0
  expect((await small.call('GET', path)).json.total).toBe(2)
  expect(heavy).toEqual([])
})
