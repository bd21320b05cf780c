import { describe, expect, test } from 'vitest'
import { createCollection } from './create.ts'
import { openFoundation } from './foundation.suite.ts'

describe('data §2.3 create', () => {
  test('the id is made from type and name; the table has its columns in alphabetical order', async () => {
    const house = await openFoundation()
    const posts = await createCollection(house, {
      name: 'posts',
      fields: [
        { name: 'title', type: 'text' },
        { name: 'count', type: 'number' },
        { name: 'active', type: 'bool' },
      ],
      indexes: ['create index idx_title on whatever (title)'],
    })
    expect(posts.id).toBe('pbc_1125843985')
    expect(posts.fields.map((field) => field.name)).toEqual(['id', 'title', 'count', 'active'])
    expect(posts.indexes).toEqual(['CREATE INDEX `idx_title` ON `posts` (`title`)'])
    expect(posts).toMatchObject({ type: 'base', listRule: null, created: posts.updated, system: false })
    const columns = await house.storage.hot.all(`SELECT name, type FROM pragma_table_info('posts')`, [])
    expect(columns).toEqual([
      ['active', 'BOOLEAN'],
      ['count', 'NUMERIC'],
      ['id', 'TEXT'],
      ['title', 'TEXT'],
    ])
    expect(house.catalog.current.find('POSTS')?.id).toBe(posts.id)
    expect(house.catalog.current.find('PBC_1125843985')).toBe(undefined)
  })

  test('a taken automatic id gets a number behind it', async () => {
    const house = await openFoundation()
    await createCollection(house, { id: 'pbc_1125843985', name: 'first' })
    expect((await createCollection(house, { name: 'posts' })).id).toBe('pbc_11258439852')
  })

  test('an auth collection gets its system fields, secrets of its own and the two indexes', async () => {
    const house = await openFoundation()
    const people = await createCollection(house, {
      name: 'people',
      type: 'auth',
      authToken: { duration: 60 },
      fields: [
        {
          name: 'nick',
          type: 'text',
        },
      ],
      indexes: ['create unique index idx_nick on people (nick)'],
    })
    expect(people.fields.map((field) => field.name)).toEqual([
      'id',
      'password',
      'tokenKey',
      'email',
      'emailVisibility',
      'verified',
      'nick',
    ])
    expect(people.indexes).toHaveLength(3)
    expect(people.indexes[1]).toBe(
      `CREATE UNIQUE INDEX \`idx_tokenKey_${people.id}\` ON \`people\` (\`tokenKey\`)`,
    )
    expect(people.auth?.authToken.duration).toBe(60)
    expect(people.auth?.authToken.secret).toMatch(/^[A-Za-z0-9]{50}$/)
    expect(people.auth?.fileToken.secret).not.toBe(people.auth?.authToken.secret)
  })

  test('options of another type are neither answered nor kept', async () => {
    const house = await openFoundation()
    const posts = await createCollection(house, { name: 'posts', viewQuery: 'select 1', authRule: 'x' })
    expect(posts).not.toHaveProperty('viewQuery')
    expect(posts).not.toHaveProperty('auth')
  })

  test('data §2.5 flags of system fields are forced, other settings stay', async () => {
    const house = await openFoundation()
    const id = { name: 'id', type: 'text', pattern: '^[a-z]+$', min: 3, max: 9, hidden: true }
    const email = { name: 'email', type: 'email', hidden: true, required: false }
    const { fields } = await createCollection(house, { name: 'people', type: 'auth', fields: [email, id] })
    expect(fields.find((field) => field.name === 'id')).toMatchObject({
      system: true,
      required: true,
      hidden: false,
      options: {
        primaryKey: true,
        pattern: '^[a-z]+$',
        min: 3,
        max: 9,
      },
    })
    expect(fields.find((field) => field.name === 'email')).toMatchObject({
      system: true,
      hidden: false,
      required: false,
    })
  })

  test('data §2.5 field ids come from type and name, with a number where that is taken', async () => {
    const house = await openFoundation()
    const { fields } = await createCollection(house, {
      name: 'posts',
      fields: [
        { id: 'text1579384326', name: 'other', type: 'text' },
        { name: 'name', type: 'text' },
      ],
    })
    expect(fields.map((field) => field.id)).toEqual(['text3208210256', 'text1579384326', 'text15793843262'])
  })

  test('a relation to the collection itself, and mappedFields to nowhere', async () => {
    const house = await openFoundation()
    const people = await createCollection(house, {
      id: 'people_id',
      name: 'people',
      type: 'auth',
      fields: [
        {
          name: 'friends',
          type: 'relation',
          collectionId: 'people_id',
          maxSelect: 9,
        },
      ],
      oauth2: {
        mappedFields: {
          name: 'friends',
          username: 'nowhere',
        },
      },
      listRule: 'friends.email = @request.auth.email',
      viewRule: '@collection.people.id != ""',
    })
    expect(people.auth?.oauth2.mappedFields).toEqual({ id: '', name: 'friends', username: '', avatarURL: '' })
  })
})
