import { describe, expect, test } from 'vitest'
import type { Cell } from '../storage/dialect.ts'
import { collectionToJson } from './collection-json.ts'
import { createCollection } from './create.ts'
import { openFoundation, snapshot, type TestFoundation } from './foundation.suite.ts'
import { uniqueIndexOn } from './indexes.ts'
import { updateCollection } from './update.ts'

const title = { id: 'f_title', name: 'title', type: 'text' }
const note = { id: 'f_note', name: 'note', type: 'text' }
const tags = { id: 'f_tags', name: 'tags', type: 'select', values: ['a', 'b', 'c"'], maxSelect: 1 }

async function openPosts(...more: object[]): Promise<TestFoundation> {
  const house = await openFoundation()
  await createCollection(house, {
    name: 'posts',
    fields: [title, note, tags, ...more],
    indexes: ['create index idx_note on x (note)', 'create unique index idx_title on x (title)'],
  })
  return house
}

const fill = (house: TestFoundation, sql: string, ...params: Cell[]): Promise<unknown> =>
  house.storage.write((tx) => tx.run(sql, params))

const read = async (house: TestFoundation, sql: string): Promise<Cell[][]> =>
  await house.storage.hot.all(sql, [])

describe('data §2.7 update', () => {
  test('what is absent or null stays, times move, every collection is a new object', async () => {
    const house = await openPosts()
    const other = await createCollection(house, { name: 'other' })
    const before = house.catalog.current
    house.clock.time += 60_000
    const posts = await updateCollection(house, 'POSTS', {
      listRule: 'title != ""',
      name: null,
      created: '2020-01-01',
    })
    expect(posts).toMatchObject({
      name: 'posts',
      listRule: 'title != ""',
      created: '2020-01-01 00:00:00.000Z',
    })
    expect(posts.updated).toBe('2026-01-02 03:05:05.678Z')
    expect(posts.fields).toHaveLength(4)
    expect(house.catalog.current.version).toBe(before.version + 1)
    expect(house.catalog.current.find('other')).toEqual(other)
    expect(house.catalog.current.find('other')).not.toBe(before.find('other'))
  })

  test('another process reads the same definition', async () => {
    const house = await openPosts()
    const { openCatalog } = await import('./catalog.ts')
    const again = await openCatalog(house.storage)
    expect(again.current.all).toEqual(house.catalog.current.all)
  })

  test('names can be swapped, columns renamed, added and dropped, with the data they hold', async () => {
    const house = await openPosts({ id: 'f_gone', name: 'gone', type: 'number' })
    await fill(house, `INSERT INTO posts (id, title, note, gone) VALUES ('r1', 'T', 'N', 7)`)
    const posts = await updateCollection(house, 'posts', {
      fields: [
        { ...title, name: 'note' },
        { ...note, name: 'title' },
        { ...tags, name: 'Gone' },
        { name: 'size', type: 'number' },
      ],
      indexes: ['create unique index idx_title on x (title)'],
    })
    expect(posts.fields.map((field) => field.name)).toEqual(['id', 'note', 'title', 'Gone', 'size'])
    expect(await read(house, 'SELECT id, note, title, "Gone", size FROM posts')).toEqual([
      ['r1', 'T', 'N', '', 0],
    ])
    const indexes = await read(
      house,
      `SELECT sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'posts' AND sql <> ''`,
    )
    expect(indexes).toEqual([['CREATE UNIQUE INDEX "idx_title" ON "posts" ("title")']])
  })

  test('a field whose name changes by letter case only', async () => {
    const house = await openPosts()
    await fill(house, `INSERT INTO posts (id, title) VALUES ('r1', 'T')`)
    await updateCollection(house, 'posts', { fields: [{ ...title, name: 'Title' }], indexes: [] })
    expect(await read(house, `SELECT name FROM pragma_table_info('posts')`)).toContainEqual(['Title'])
    expect(await read(house, 'SELECT title FROM posts')).toEqual([['T']])
  })

  test('the table and the index texts follow the name, listeners hear of it inside the transaction', async () => {
    const house = await openPosts()
    await fill(house, `INSERT INTO posts (id, title) VALUES ('r1', 'T')`)
    const heard: string[] = []
    house.catalog.renames.add(async (tx, from, to) => {
      heard.push(`${from} ${to} ${(await tx.all('SELECT count(*) FROM articles')).join()}`)
    })
    const posts = await updateCollection(house, 'posts', { name: 'articles' })
    expect(heard).toEqual(['posts articles 1'])
    expect(posts.indexes[0]).toBe('CREATE INDEX `idx_note` ON `articles` (`note`)')
    expect(house.catalog.current.find('posts')).toBe(undefined)
    const again = await updateCollection(house, 'articles', { name: 'Articles' })
    expect(again.id).toBe(posts.id)
    expect(
      await read(house, `SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'articles'`),
    ).toEqual([['Articles']])
  })

  test('single becomes multiple and multiple single, with the data converted', async () => {
    const house = await openPosts()
    for (let i = 0; i < 1200; i++) {
      await fill(
        house,
        'INSERT INTO posts (id, title, tags) VALUES (?, ?, ?)',
        `r${i}`,
        `t${i}`,
        i % 2 ? 'a' : 'c"',
      )
    }
    await fill(
      house,
      `INSERT INTO posts (id, title, tags) VALUES ('x1', 'x1', ''), ('x2', 'x2', '["a","b"]')`,
    )
    const select = `SELECT id, tags FROM posts WHERE id IN ('r0', 'r1199', 'x1', 'x2') ORDER BY id`
    await updateCollection(house, 'posts', { fields: [title, note, { ...tags, maxSelect: 2 }] })
    expect(await read(house, select)).toEqual([
      ['r0', '["c\\""]'],
      ['r1199', '["a"]'],
      ['x1', '[]'],
      ['x2', '["a","b"]'],
    ])
    expect(await read(house, `SELECT type FROM pragma_table_info('posts') WHERE name = 'tags'`)).toEqual([
      ['JSON'],
    ])
    await updateCollection(house, 'posts', { fields: [title, note, tags] })
    expect(await read(house, select)).toEqual([
      ['r0', 'c"'],
      ['r1199', 'a'],
      ['x1', ''],
      ['x2', 'b'],
    ])
  })

  test('an entry without id has the default id of its name; missing system fields come back', async () => {
    const house = await openFoundation()
    await createCollection(house, { name: 'posts', fields: [{ name: 'title', type: 'text' }] })
    await fill(house, `INSERT INTO posts (id, title) VALUES ('r1', 'T')`)
    const posts = await updateCollection(house, 'posts', {
      fields: [
        { name: 'title', type: 'text', max: 9 },
        { id: 'twice', name: 'a', type: 'bool' },
        { id: 'twice', name: 'b', type: 'bool' },
        { name: 'a', type: 'bool' },
        { name: 'a', type: 'bool', hidden: true },
      ],
    })
    expect(posts.fields.map(({ name, hidden }) => [name, hidden])).toEqual([
      ['id', false],
      ['title', false],
      ['b', false],
      ['a', true],
    ])
    expect(await read(house, 'SELECT title, a, b FROM posts')).toEqual([['T', 0, 0]])
  })

  test('nothing of the tables is touched when no column and no index changes', async () => {
    const house = await openPosts()
    const before = await read(house, 'SELECT * FROM sqlite_schema')
    await updateCollection(house, 'posts', { fields: [{ ...title, hidden: true }, note, tags], viewRule: '' })
    expect(await read(house, 'SELECT * FROM sqlite_schema')).toEqual(before)
  })

  test('data §2.6 a unique index that ignores letter case is known as such', async () => {
    const house = await openPosts()
    const posts = await updateCollection(house, 'posts', {
      indexes: [
        'create unique index i on posts (title collate nocase)',
        'create unique index j on posts (note, tags)',
      ],
    })
    expect(uniqueIndexOn(posts, 'title')).toEqual({ ignoresCase: true })
    expect(uniqueIndexOn(posts, 'note')).toBe(undefined)
    await fill(house, `INSERT INTO posts (id, title) VALUES ('r1', 'T')`)
    await expect(fill(house, `INSERT INTO posts (id, title) VALUES ('r2', 't')`)).rejects.toThrow('UNIQUE')
  })

  test('a rename listener that fails undoes the rename', async () => {
    const house = await openPosts()
    house.catalog.renames.add(() => Promise.reject(new Error('no')))
    const before = await snapshot(house)
    await expect(updateCollection(house, 'posts', { name: 'articles' })).rejects.toThrow('no')
    expect(await snapshot(house)).toEqual(before)
  })

  test('two updates at once follow each other', async () => {
    const house = await openPosts()
    const json = collectionToJson(await updateCollection(house, 'posts', {}))
    const add = (name: string): Promise<unknown> =>
      updateCollection(house, 'posts', { fields: [...(json['fields'] as object[]), { name, type: 'text' }] })
    await Promise.all([add('one'), add('two'), updateCollection(house, 'posts', { listRule: '' })])
    expect(house.catalog.current.find('posts')).toMatchObject({ listRule: '' })
    const columns = await read(house, `SELECT name FROM pragma_table_info('posts')`)
    expect(columns.flat()).toEqual(expect.arrayContaining(['two']))
    expect(columns.flat()).not.toContain('one')
  })
})
