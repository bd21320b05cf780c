import { describe, expect, test } from 'vitest'
import { collectionToJson } from './collection-json.ts'
import { createCollection } from './create.ts'
import { deleteCollection } from './delete.ts'
import {
  codes,
  openFoundation,
  refusal,
  sharedFoundation,
  snapshot,
  type TestFoundation,
} from './foundation.suite.ts'
import { updateCollection } from './update.ts'

const title = { id: 'f_title', name: 'title', type: 'text', max: 50, hidden: true }
const tags = { id: 'f_tags', name: 'tags', type: 'select', values: ['a', 'b'], maxSelect: 1 }

async function fill(house: TestFoundation): Promise<void> {
  await createCollection(house, {
    id: 'authors_id',
    name: 'authors',
    fields: [
      {
        name: 'name',
        type: 'text',
      },
    ],
  })
  const by = { name: 'by', type: 'relation', collectionId: 'authors_id' }
  await createCollection(house, {
    id: 'posts_id',
    name: 'posts',
    fields: [title, tags, by, { name: 'n', type: 'number' }],
  })
  await house.storage.write((tx) => {
    void tx.run(`INSERT INTO authors (id, name) VALUES ('a1', 'Ann')`, [])
    void tx.run(
      `INSERT INTO posts (id, title, tags, "by", n) VALUES ('p1', 'T', 'a', 'a1', 3), ('p2', 'U', '', '', 4)`,
      [],
    )
  })
}

const view = (viewQuery: string): object => ({ name: 'v', type: 'view', viewQuery })

describe('data §2.8 views', () => {
  test('fields are those of what the query reads', async () => {
    const house = await openFoundation()
    await fill(house)
    const made = await createCollection(house, {
      ...view(`;; select p.id, title as Heading, a.id writer, a.name, count(p.n) c, total(n) t, -- a comment; here
        cast(n as int) i, cast(n as text) x, cast(n as bool) b, 1 + 1 as two, /* and here */ p."by"
        from posts p left join authors as a on a.id = p."by" group by p.id ;`),
      listRule: 'Heading = "T" && writer.name != ""',
      fields: [
        {
          name: 'ignored',
          type: 'text',
        },
      ],
    })
    expect(made.viewQuery?.startsWith('select p.id')).toBe(true)
    const shape = made.fields.map(({ id, name, type, hidden, options }) => [
      name,
      type,
      hidden,
      options['collectionId'] ?? options['onlyInt'] ?? null,
      id.startsWith('_clone_'),
    ])
    expect(shape).toEqual([
      ['id', 'text', false, null, false],
      ['Heading', 'text', true, null, true],
      ['writer', 'relation', false, 'authors_id', false],
      ['name', 'text', false, null, true],
      ['c', 'number', false, true, false],
      ['t', 'number', false, false, false],
      ['i', 'number', false, true, false],
      ['x', 'text', false, null, false],
      ['b', 'bool', false, null, false],
      ['two', 'json', false, null, false],
      ['by', 'relation', false, 'authors_id', true],
    ])
    expect(made.fields[0]).toMatchObject({
      id: 'text3208210256',
      system: true,
      required: true,
      options: { primaryKey: true },
    })
    expect(await house.storage.hot.all('SELECT id, Heading, writer, c, two FROM v ORDER BY id', [])).toEqual([
      ['p1', 'T', 'a1', 1, 2],
      ['p2', 'U', null, 1, 2],
    ])
    expect(collectionToJson(made)).toMatchObject({ type: 'view', viewQuery: made.viewQuery, indexes: [] })
  })

  test('ids that are no text are cast, WITH and bracketed UNION work', async () => {
    const house = await openFoundation()
    await fill(house)
    await createCollection(house, view('with posts as (select 7 as id, 8 as n) select id, n from posts'))
    expect(await house.storage.hot.all('SELECT id, typeof(id), n FROM v', [])).toEqual([['7', 'text', 8]])
    expect(house.catalog.current.find('v')?.fields[1]?.type).toBe('json')
    await updateCollection(house, 'v', { viewQuery: '(select id from posts union select id from authors)' })
    expect(await house.storage.hot.all('SELECT id FROM v ORDER BY id', [])).toEqual([['a1'], ['p1'], ['p2']])
    await updateCollection(house, 'v', { name: 'W' })
    expect(await house.storage.hot.all('SELECT count(*) FROM W', [])).toEqual([[3]])
    await deleteCollection(house, 'W')
    expect(await house.storage.hot.all(`SELECT name FROM sqlite_schema WHERE type = 'view'`, [])).toEqual([])
  })

  test('a table that a view reads cannot go, nor a column of it', async () => {
    const house = await openFoundation()
    await fill(house)
    await createCollection(house, view('select id, n from posts'))
    const before = await snapshot(house)
    expect((await refusal(deleteCollection(house, 'posts'))).code).toBe('collection_referenced')
    expect(await codes(updateCollection(house, 'posts', { fields: [title, tags] }))).toEqual({
      error: 'database_refused',
    })
    expect(await snapshot(house)).toEqual(before)
  })

  test('a converted column does not stumble over views, which follow the settings of what they read', async () => {
    const house = await openFoundation()
    await fill(house)
    await createCollection(house, view('select id, tags, title from posts'))
    const rest = house.catalog.current.find('posts')
    const fields = (rest ? (collectionToJson(rest)['fields'] as { name: string }[]) : []).map((field) => {
      if (field.name === 'tags') return { ...field, maxSelect: 2 }
      return field.name === 'title' ? { ...field, hidden: false } : field
    })
    await updateCollection(house, 'posts', { fields })
    expect(await house.storage.hot.all('SELECT tags FROM v ORDER BY id', [])).toEqual([['["a"]'], ['[]']])
    const made = house.catalog.current.find('v')
    expect(made?.fields.map(({ hidden, options }) => [hidden, options['maxSelect']])).toEqual([
      [false, undefined],
      [false, 2],
      [false, undefined],
    ])
  })

  const shared = sharedFoundation(fill)

  test.each([
    ['', 'validation_required'],
    ...[
      ['select title from posts'],
      ['select * from posts'],
      ['select posts.* from posts'],
      ['select id, nowhere from posts'],
      ['select id from nowhere'],
      ['select id from posts; select 1 as id'],
      ['select id from posts) union select (id from authors'],
      ['select id from posts -- '.concat('\n ) , (select 1')],
      ['delete from posts returning id'],
      ['insert into posts default values'],
      ['attach database "x" as y'],
      ["vacuum into '/tmp/copy'"],
      ['pragma table_info(posts)'],
      ['select name as id from pragma_database_list'],
      ['select name as id from "sqlite_schema"'],
      ["select name as id from 'sqlite_schema'"],
      ["select name as id from posts join 'sqlite_master'"],
      ["select name as id from main.'sqlite_master'"],
      ["select name as id from posts, ('sqlite_master')"],
      ["select name as id from 'pragma_table_info'('posts')"],
      ['select id as ID from posts'],
      ['select name as id from dbstat'],
      ['select seq as id from _dapur_changes'],
      ["select load_extension('x') as id"],
      ["select fts3_tokenizer('x') as id"],
      ["select writefile('x', 'y') as id"],
      ['select ? as id'],
      ["select '' as id"],
      ['select 1 as id from posts'],
      ['select id from v'],
      ['with recursive n(id) as (select 1 union all select id + 1 from n) select max(id) as id from n'],
    ].map(([query]) => [query, 'validation_invalid_view_query']),
  ])('refuses: %s', async (query, code) => {
    const house = shared()
    const before = await snapshot(house)
    expect(await codes(createCollection(house, view(query ?? '')))).toEqual({
      fields: 'validation_required',
      viewQuery: code,
    })
    expect(await snapshot(house)).toEqual(before)
  })

  test('data §2.4 rules that write stay null, indexes are not supported, names of columns are names of fields', async () => {
    const house = shared()
    expect(
      await codes(
        createCollection(house, {
          ...view('select id, 1 + 1, n as "a b" from posts'),
          createRule: '',
          deleteRule: 'id = 1',
          indexes: ['create index i on v (id)'],
        }),
      ),
    ).toEqual({
      'fields.1.name': 'validation_match_invalid',
      'fields.2.name': 'validation_match_invalid',
      indexes: 'validation_indexes_not_supported',
    })
    expect(
      await codes(
        createCollection(house, { ...view('select id from posts'), createRule: '', listRule: 'n = 1' }),
      ),
    ).toEqual({
      createRule: 'validation_nil',
      listRule: 'validation_invalid_rule',
    })
  })

  test('data §3.11 only views can refer to a view', async () => {
    const house = await openFoundation()
    await fill(house)
    const { id } = await createCollection(house, view('select id from posts'))
    const fields = [{ name: 'rel', type: 'relation', collectionId: id }]
    expect(await codes(createCollection(house, { name: 'x', fields }))).toEqual({
      'fields.1.collectionId': 'validation_relation_field_non_view_base_collection',
    })
    const second = await createCollection(house, {
      name: 'w',
      type: 'view',
      viewQuery: 'select id, v.id as rel from v',
    })
    expect(second.fields[1]).toMatchObject({ type: 'relation', options: { collectionId: id } })
    expect((await refusal(deleteCollection(house, 'v'))).code).toBe('collection_referenced')
    expect(await codes(updateCollection(house, 'v', { viewQuery: 'select id from w' }))).toEqual({
      viewQuery: 'validation_invalid_view_query',
    })
  })
})
