import { expect, test } from 'vitest'
import { isLate } from '../base/now.ts'
import type { CheckContext, Field } from './field-type.ts'
import { relation, type RelationOptions } from './relation.ts'
import { checkContext, scratchDatabase, settingsContext } from './scratch-database.suite.ts'

const one: RelationOptions = { collectionId: 'pbc_tags', cascadeDelete: false, minSelect: 0, maxSelect: 1 }
const many: RelationOptions = { ...one, maxSelect: 2_000 }
const ids = Array.from({ length: 1_500 }, (_, index) => `tag${index}`)

function context(tx: CheckContext['tx']): CheckContext {
  return checkContext({ tx, tableOf: (id) => (id === 'pbc_tags' ? 'my"tags' : undefined) })
}

test('data §3.11 relation: all ids exist, with one statement for 512 of them', async () => {
  for (const kind of ['now', 'late'] as const) {
    const database = scratchDatabase({ tags: ids })
    const asking = { ...context(database[kind]), tableOf: () => 'tags' }
    for (const count of [1, 2, 3, 5, 511, 512, 513, 1_500]) {
      expect(await relation.check(ids.slice(0, count), many, asking)).toBeUndefined()
      const withStranger = [...ids.slice(0, count - 1), 'stranger']
      expect(await relation.check(withStranger, many, asking)).toMatchObject({
        code: 'validation_missing_rel_records',
      })
    }
    expect(new Set(database.asked).size).toBeLessThan(11)
    const before = database.asked.length
    await relation.check(ids, many, asking)
    expect(database.asked.length - before).toBe(3)
    expect(await relation.check('tag7', one, asking)).toBeUndefined()
    expect(await relation.check('', one, asking)).toBeUndefined()
  }
})

test('data §3.11 relation: a database that is here answers in the same call', () => {
  const { now } = scratchDatabase({ tags: ids })
  expect(isLate(relation.check('tag1', one, { ...context(now), tableOf: () => 'tags' }))).toBe(false)
})

test('data §3.11 relation: names of tables are quoted', async () => {
  const { now, asked } = scratchDatabase({ 'my""tags': ['a'] })
  expect(await relation.check('a', one, context(now))).toBeUndefined()
  expect(asked).toStrictEqual(['SELECT count(*) FROM "my""tags" WHERE "id" IN (?)'])
})

test('data §3.11 relation: minSelect, then maxSelect, then the collection', async () => {
  const { now } = scratchDatabase({ 'my""tags': ['a', 'b', 'c'] })
  const some = { ...one, minSelect: 2, maxSelect: 2 }
  expect(await relation.check(['a'], some, context(now))).toMatchObject({
    code: 'validation_not_enough_values',
    params: { minSelect: 2 },
  })
  expect(await relation.check(['a', 'b', 'c'], some, context(now))).toMatchObject({
    code: 'validation_too_many_values',
    params: { maxSelect: 2 },
  })
  expect(await relation.check([], some, context(now))).toBeUndefined()
  const gone = { ...some, collectionId: 'pbc_gone' }
  expect(await relation.check(['a', 'b'], gone, context(now))).toMatchObject({
    code: 'validation_missing_rel_collection',
  })
})

test('data §3.11 relation: settings of the collection', () => {
  const codeOf = (collectionId: string, changes: Parameters<typeof settingsContext>[1] = {}): unknown =>
    relation.checkOptions({ ...one, collectionId }, settingsContext({}, changes))?.['collectionId']
  const collectionType = (id: string): 'base' | 'view' | undefined =>
    id === 'pbc_tags' ? 'base' : id === 'pbc_view' ? 'view' : undefined
  expect(codeOf('pbc_tags', { collectionType })).toBeUndefined()
  expect(codeOf('pbc_posts')).toBeUndefined()
  expect(codeOf('')).toMatchObject({ code: 'validation_required' })
  expect(codeOf('tags', { collectionType })).toMatchObject({
    code: 'validation_field_relation_missing_collection',
  })
  expect(codeOf('pbc_view', { collectionType })).toMatchObject({
    code: 'validation_relation_field_non_view_base_collection',
  })
  expect(
    codeOf('pbc_view', { collectionType, collection: { id: 'pbc_other', type: 'view' } }),
  ).toBeUndefined()
  const stored: Field = {
    ...settingsContext().field,
    type: 'relation',
    options: { ...one, collectionId: 'pbc_old' },
  }
  expect(codeOf('pbc_tags', { collectionType, stored })).toMatchObject({
    code: 'validation_field_relation_change',
  })
})

test('data §3.11 relation: settings of counts', () => {
  const check = (options: Partial<RelationOptions>): unknown =>
    relation.checkOptions({ ...one, collectionId: 'pbc_posts', ...options }, settingsContext())
  expect(check({ minSelect: -1, maxSelect: -1 })).toMatchObject({
    minSelect: { params: { threshold: 0 } },
    maxSelect: { params: { threshold: 0 } },
  })
  expect(check({ minSelect: 2, maxSelect: 0 })).toMatchObject({ maxSelect: { code: 'validation_required' } })
  expect(check({ minSelect: 2, maxSelect: 1 })).toMatchObject({ maxSelect: { params: { threshold: 2 } } })
  expect(check({ minSelect: 2, maxSelect: 2 })).toBeUndefined()
})

test('data §3.11 relation: what it refers to', () => {
  expect(relation.reference?.({ ...many, cascadeDelete: true })).toStrictEqual({
    collectionId: 'pbc_tags',
    cascadeDelete: true,
    isMultiple: true,
  })
})
