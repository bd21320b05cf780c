import { describe, expect, test } from 'vitest'
import { sqlite } from '../storage/sqlite.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrations } from '../../migrations/index.ts'
import { systemClock } from '../base/clock.ts'
import { migrate } from '../storage/migrate.ts'
import { openCatalog } from './catalog.ts'
import { createCollection } from './create.ts'
import { openFoundation } from './foundation.suite.ts'
import { deleteCollection } from './delete.ts'
import { listCollections } from './list.ts'
import { installSystemCollections } from './system.ts'
import { updateCollection } from './update.ts'
import { lateStorage } from '../storage/late.suite.ts'
import { scopeOf } from './scope.ts'

describe('data §7.2 the catalog', () => {
  test('a change by somebody else on the same file is noticed, and merged over', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'dapur-catalog-'))
    const [one, two] = [
      await sqlite.open({ dir, durability: 'normal' }),
      await sqlite.open({ dir, durability: 'normal' }),
    ]
    try {
      await migrate(one, migrations)
      const mine = { storage: one, catalog: await openCatalog(one), clock: systemClock }
      const theirs = { storage: two, catalog: await openCatalog(two), clock: systemClock }
      await createCollection(mine, { name: 'mine' })
      await createCollection(theirs, { name: 'theirs' })
      await two.hot.all('SELECT 1', [])
      expect(theirs.catalog.current.all.map((collection) => collection.name)).toEqual(['mine', 'theirs'])
      await new Promise((resolve) => setImmediate(resolve))
      await one.hot.all('SELECT 1', [])
      expect(mine.catalog.current.all.map((collection) => collection.name)).toEqual(['mine', 'theirs'])
    } finally {
      await Promise.all([one.close(), two.close()])
      rmSync(dir, { recursive: true })
    }
  })

  test('all verbs work on a database that answers late', async () => {
    const { storage, clock } = await openFoundation()
    const late = lateStorage(storage)
    const house = { storage: late, clock, catalog: await openCatalog(late) }
    await installSystemCollections(house)
    await createCollection(house, { name: 'posts', fields: [{ name: 'title', type: 'text' }] })
    await updateCollection(house, 'posts', { name: 'articles', listRule: 'title != ""' })
    const query = { page: 1, perPage: 9, skipTotal: false, filter: 'name ~ "art"', sort: '' }
    expect((await listCollections(house, query)).totalItems).toBe(1)
    await deleteCollection(house, 'articles')
    expect((await openCatalog(late)).current.all).toEqual(house.catalog.current.all)
  })

  test('rows of older versions: missing keys have their defaults, unknown ones are ignored', async () => {
    const house = await openFoundation()
    const field = { id: '_pbf_text_id_', name: 'id', type: 'text', system: true, primaryKey: true, odd: 1 }
    await house.storage.write((tx) =>
      tx.run(
        `INSERT INTO _collections (id, type, name, fields, indexes, listRule, options, created, updated)
         VALUES ('old', 'auth', 'Old', ?, '["what is this"]', '', ?, '2020-01-01 00:00:00.000Z', '')`,
        [
          JSON.stringify([field]),
          JSON.stringify({ oauth2: { providers: null }, odd: 1, authToken: { secret: 's', duration: 5 } }),
        ],
      ),
    )
    const old = (await openCatalog(house.storage)).current.find('old')
    expect(old).toMatchObject({ name: 'Old', listRule: '', viewRule: null, indexes: ['what is this'] })
    expect(old?.fields[0]).toMatchObject({ help: '', required: false, options: { min: 0, primaryKey: true } })
    expect(old?.auth).toMatchObject({ authToken: { secret: 's', duration: 5 }, oauth2: { providers: [] } })
  })
})

describe('data §5.4 the catalog as rules see it', () => {
  test('kinds, elements, targets and uniqueness', async () => {
    const house = await openFoundation()
    const { id } = await createCollection(house, {
      id: 'posts_id',
      name: 'posts',
      indexes: ['create unique index i on x (title)'],
      fields: [
        {
          name: 'title',
          type: 'text',
          hidden: true,
        },
        {
          name: 'size',
          type: 'number',
        },
        {
          name: 'tags',
          type: 'select',
          values: ['a', 'b'],
          maxSelect: 2,
        },
        {
          name: 'next',
          type: 'relation',
          collectionId: 'posts_id',
        },
      ],
    })
    const scope = scopeOf(house.catalog.current)
    expect(scopeOf(house.catalog.current)).toBe(scope)
    const posts = scope.find('POSTS')
    expect(posts).toBe(scope.find(id))
    expect(posts?.field('title')).toMatchObject({
      kind: 'text',
      isHidden: true,
      isUnique: true,
      isMultiple: false,
    })
    expect(posts?.field('size')).toMatchObject({ kind: 'number', isElements: false })
    expect(posts?.field('tags')).toMatchObject({
      kind: 'list',
      isElements: true,
      isMultiple: true,
      isUnique: false,
    })
    expect(posts?.field('next')).toMatchObject({
      kind: 'text',
      isElements: true,
      isMultiple: false,
      target: id,
    })
    expect(posts?.field('nowhere')).toBe(undefined)
  })
})
