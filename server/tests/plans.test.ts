import { join } from 'node:path'
import Database from 'better-sqlite3'
import { beforeEach, expect, test } from 'vitest'
import type { Cell, Storage, StorageDialect } from '../storage/dialect.ts'
import { sqlite } from '../storage/sqlite.ts'
import { type Reply, testApp, type TestApp } from './test-app.ts'

/** What was read in a child process, and what on the loop. */
const heavy: string[] = []
const tried: [string, readonly Cell[]][] = []
let deadline: number | undefined
beforeEach(() => {
  deadline = undefined
})

/** SQLite that tells where it reads. */
const watched: StorageDialect = {
  name: 'sqlite',
  async open(options) {
    const storage: Storage = await sqlite.open(options)
    return {
      ...storage,
      heavy(text, params, wishes) {
        heavy.push(text)
        return storage.heavy(text, params, deadline === undefined ? wishes : { ...wishes, deadline })
      },
      attempt(text, params) {
        tried.push([text, params])
        return storage.attempt(text, params)
      },
    }
  },
}

/** `rows` posts, one a second, by 50 authors; each has a comment, the first post has all the others of them. */
async function blog(rows: number): Promise<TestApp> {
  const app = await testApp({ dialect: watched })
  const open = { type: 'base', listRule: '', viewRule: '' }
  const posts = await app.collection({
    ...open,
    name: 'posts',
    indexes: ['CREATE INDEX idx_posts_created ON posts (created)'],
    fields: [
      { name: 'title', type: 'text' },
      { name: 'isPublic', type: 'bool' },
      { name: 'text', type: 'editor' },
      { name: 'created', type: 'autodate', onCreate: true },
    ],
  })
  await app.collection({
    ...open,
    name: 'comments',
    indexes: ['CREATE INDEX idx_comments_post ON comments (post)'],
    fields: [
      { name: 'text', type: 'text' },
      { name: 'post', type: 'relation', collectionId: posts.id, maxSelect: 1 },
    ],
  })
  const db = new Database(join(app.dir, 'data.db'))
  const numbers = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows})`
  db.exec(`${numbers} INSERT INTO posts (id, title, isPublic, created)
    SELECT printf('p%014d', i), 'Post ' || i, i % 2, strftime('%Y-%m-%d %H:%M:%fZ', i, 'unixepoch') FROM n`)
  db.exec(`${numbers} INSERT INTO comments (id, text, post)
    SELECT printf('c%014d', i), 'Comment ' || i, printf('p%014d', iif(i < ${rows} / 2, 1, i)) FROM n`)
  db.close()
  return app
}

function list(app: TestApp, query: Record<string, string>, of = 'posts'): Promise<Reply> {
  heavy.length = 0
  tried.length = 0
  return app.call('GET', `/api/collections/${of}/records?${new URLSearchParams(query).toString()}`)
}

test('data §4.3 lists of small tables are answered on the loop, whatever is asked', async () => {
  const app = await blog(500)
  for (const query of [
    { filter: 'title ~ "nothing"' },
    { sort: '-title', filter: 'title ~ "1" || isPublic = true' },
    { filter: 'comments_via_post.text ?~ "9"', sort: 'title' },
    { filter: 'comments_via_post.text !~ "9"' },
    { page: '999999', filter: 'isPublic = true' },
  ]) {
    expect((await list(app, query)).status, JSON.stringify(query)).toBe(200)
    expect(heavy, JSON.stringify(query)).toEqual([])
  }
})

test('data §4.3 a page of a large table that an index leads to is answered on the loop', async () => {
  const app = await blog(40_000)
  for (const query of [
    { skipTotal: '1' },
    { sort: '-created', skipTotal: '1', filter: 'isPublic = true' },
    { sort: 'id', cursor: '', filter: 'isPublic = true' },
    { filter: 'id = "p00000000000009"' },
    { filter: 'created > "1970-01-01 11:06:00"', sort: 'created' },
    { page: '2' },
  ]) {
    expect((await list(app, query)).json.items.length, JSON.stringify(query)).toBeGreaterThan(0)
    expect(heavy, JSON.stringify(query)).toEqual([])
  }
})

test('data §4.3 what has to look at a large table whole is read in a child process: page, sort, count, deep offset', async () => {
  const app = await blog(40_000)
  for (const [query, total] of [
    [{ filter: 'title = "nothing"' }, 0],
    [{ filter: 'title ~ "Post 3999"', sort: '-created' }, 11],
    [{ sort: '-title', skipTotal: '1' }, -1],
    [{ filter: 'isPublic = true', perPage: '2' }, 20_000],
    [{ page: '1100', skipTotal: '1' }, -1],
    [{ sort: '-created', page: '1100', filter: 'isPublic != 2', skipTotal: '1' }, -1],
  ] as const) {
    const { status, json } = await list(app, query)
    expect([status, json.totalItems], JSON.stringify(query)).toEqual([200, total])
    expect(heavy, JSON.stringify(query)).toHaveLength(1)
  }
  expect((await list(app, { filter: 'title = "nothing"' })).json.items).toEqual([])
  expect((await list(app, { sort: '-title', perPage: '2' })).json.items[1].title).toBe('Post 9998')
})

test('data §4.3 related records of a large table that have to be looked through again and again are read in a child process', async () => {
  const app = await blog(40_000)
  for (const filter of ['comments_via_post.text !~ "x"', 'comments_via_post.text = "Comment 3"']) {
    expect((await list(app, { filter, skipTotal: '1', perPage: '1' })).status).toBe(200)
    expect(heavy, filter).toHaveLength(1)
  }
  // The first post has twenty thousand comments, and one of its own would be found at once.
  await list(app, { filter: 'id = "p00000000000001" && comments_via_post.text ?= "x"', skipTotal: '1' })
  expect(heavy).toHaveLength(1)
})

test('data §4.3 all rows of a large table are counted on the loop, others once until anything is written', async () => {
  const app = await blog(40_000)
  expect((await list(app, {})).json.totalItems).toBe(40_000)
  expect(heavy).toEqual([])
  const counts = { filter: 'isPublic = true', sort: '-created', perPage: '2' }
  const path = `/api/collections/posts/records?${new URLSearchParams(counts).toString()}`
  const two = await Promise.all([app.call('GET', path), app.call('GET', path)])
  expect(two.map(({ json }) => json.totalItems)).toEqual([20_000, 20_000])
  expect(heavy).toHaveLength(1)
  expect((await list(app, { ...counts, page: '3' })).json.totalItems).toBe(20_000)
  expect(heavy).toEqual([])
  await app.record('posts', { title: 'new', isPublic: true })
  expect((await list(app, counts)).json.totalItems).toBe(20_001)
  expect(heavy).toHaveLength(1)
})

test('data §4.3 a last page and skipTotal need no count', async () => {
  const app = await blog(500)
  await list(app, { perPage: '300', page: '2', filter: 'title != ""' })
  expect(tried).toHaveLength(1)
  await list(app, { perPage: '3', filter: 'title != ""', skipTotal: '1' })
  expect(tried).toHaveLength(1)
  await list(app, { perPage: '3', filter: 'title != ""', cursor: '' })
  expect(tried).toHaveLength(1)
})

test('data §5.6 a long pattern over long texts is compared in a child process, and is 400 past its deadline', async () => {
  const app = await blog(10)
  const db = new Database(join(app.dir, 'data.db'))
  db.prepare(`UPDATE posts SET text = ? WHERE id = 'p00000000000001'`).run('a'.repeat(2_000_000))
  db.close()
  const pattern = 'a'.repeat(3000)
  expect((await list(app, { filter: `title ~ "${pattern.slice(0, 150)}"` })).status).toBe(200)
  expect(heavy).toEqual([])
  await app.app.house.storage.heavy('SELECT 1', [])
  deadline = 300
  const started = performance.now()
  const hostile = list(app, { filter: `text ~ "${pattern}b"`, skipTotal: '1' })
  await new Promise((resolve) => setImmediate(resolve))
  expect((await app.call('GET', '/api/health')).status).toBe(200)
  expect(performance.now() - started).toBeLessThan(300)
  expect((await hostile).json).toMatchObject({ status: 400, code: 'query_expired' })
})

test('data §1.8 pages that nobody can mean are 200 and empty or 400, never 500', async () => {
  const app = await blog(10)
  const statusOf = async (query: Record<string, string>): Promise<number> => (await list(app, query)).status
  expect(await statusOf({ page: '999999999999999', perPage: '1000' })).toBe(200)
  expect(await statusOf({ page: '9'.repeat(40) })).toBe(400)
  expect(await statusOf({ perPage: '1e9' })).toBe(400)
  expect((await list(app, { perPage: '1000000000' })).json.perPage).toBe(1000)
  expect((await list(app, { page: '-5', perPage: '-5' })).json).toMatchObject({ page: 1, perPage: 30 })
})

test('data §5.2 a filter that joins more tables than a database can is 400', async () => {
  const app = await testApp()
  const fields = Array.from({ length: 70 }, (_, i) => ({
    name: `r${i}`,
    type: 'relation',
    collectionId: 'pbc_3142635823',
    maxSelect: 1,
  }))
  await app.collection({ name: 'wide', type: 'base', listRule: '', fields })
  const filter = (count: number): string =>
    encodeURIComponent(
      fields
        .slice(0, count)
        .map(({ name }) => `${name}.email != "x"`)
        .join('||'),
    )
  const path = '/api/collections/wide/records?filter='
  const asSuperuser = { token: app.superuser }
  expect((await app.call('GET', path + filter(50), asSuperuser)).status).toBe(200)
  expect((await app.call('GET', path + filter(70), asSuperuser)).status).toBe(400)
})

test('data §4.4 a record by its id, and a page in the middle, cost steps down a tree, however many records there are', async () => {
  const app = await blog(3000)
  const { storage } = app.app.house
  const stepsOf = async (): Promise<string[]> => {
    const [text = '', params = []] = tried.at(-1) ?? []
    return (await storage.heavy(`EXPLAIN QUERY PLAN ${text}`, params)).map((row) => String(row[3]))
  }
  const first = await list(app, { cursor: '', sort: '-created' })
  await list(app, { cursor: first.json.nextCursor, sort: '-created' })
  expect(await stepsOf()).toEqual([
    'SEARCH posts USING INDEX idx_posts_created (created<?)',
    'USE TEMP B-TREE FOR LAST TERM OF ORDER BY',
  ])
  const byId = await list(app, { cursor: '' })
  await list(app, { cursor: byId.json.nextCursor })
  expect(await stepsOf()).toEqual(['SEARCH posts USING INDEX sqlite_autoindex_posts_1 (id>?)'])
  await list(app, { filter: 'id = "p00000000000009"' })
  expect(await stepsOf()).toEqual(['SEARCH posts USING INDEX sqlite_autoindex_posts_1 (id=?)'])
})
