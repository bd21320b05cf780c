import { describe, expect, test } from 'vitest'
import { sqliteSql } from '../storage/sqlite-sql.ts'
import type { Collection } from './collection.ts'
import { parseChange, parseNew } from './parse.ts'
import { planSync } from './sync.ts'

const title = { id: 'a', name: 'title', type: 'text' }
const tags = { id: 'b', name: 'tags', type: 'select', values: ['x'], maxSelect: 2 }
const posts: Collection = {
  ...parseNew({ id: 'p', name: 'posts', fields: [title, tags] }).next,
  indexes: ['CREATE INDEX `i` ON `posts` (`title`)', 'CREATE INDEX `j` ON `posts` (`tags`)'],
}
const change = (body: object): Collection => parseChange(posts, body).next
const plan = (next: Collection | undefined): string[] =>
  planSync(sqliteSql, posts, next).map((step) =>
    step.kind === 'sql' ? step.sql : `${step.from} → ${step.to}`,
  )

describe('data §2.7 the plan of a change', () => {
  test('nothing to do', () => {
    expect(plan(change({ listRule: '' }))).toEqual([])
    expect(planSync(sqliteSql, undefined, undefined)).toEqual([])
  })

  test('data §2.3 a new table', () => {
    const steps = planSync(sqliteSql, undefined, posts)
    expect(steps.map((step) => step.kind === 'sql' && step.sql.slice(0, 26))).toEqual([
      'CREATE TABLE "posts" ("id"',
      'CREATE INDEX "i" ON "posts',
      'CREATE INDEX "j" ON "posts',
    ])
    expect(steps[1]).toMatchObject({ index: 0 })
  })

  test('what is lost is said', () => {
    expect(planSync(sqliteSql, posts, undefined)).toMatchObject([
      { sql: 'DROP TABLE "posts"', loses: 'all records of "posts"' },
    ])
    const single = planSync(sqliteSql, posts, change({ fields: [{ ...tags, maxSelect: 1 }], indexes: [] }))
    expect(single.flatMap((step) => step.loses ?? [])).toEqual([
      'the values of "title" in all records',
      'all values of "tags" but the last of each record',
    ])
    for (const step of single) expect(step.why).toMatch(/^The .*\.$/)
  })

  test('only the indexes of what changed are built anew', () => {
    expect(
      plan(
        change({
          fields: [{ ...title, name: 'heading' }, tags],
          indexes: ['create index i on x (heading)', posts.indexes[1]],
        }),
      ),
    ).toEqual([
      'DROP INDEX IF EXISTS "i"',
      'ALTER TABLE "posts" RENAME COLUMN "title" TO "heading"',
      'CREATE INDEX "i" ON "posts" (heading)',
    ])
  })

  test('a rename keeps all of them', () => {
    expect(plan(change({ name: 'articles' }))).toEqual(['ALTER TABLE "posts" RENAME TO "articles"'])
  })

  test('a swap of names goes by way of free ones', () => {
    expect(
      plan(
        change({
          fields: [
            { ...title, name: 'tags' },
            { ...tags, name: 'title' },
          ],
          indexes: [],
        }),
      ).slice(2),
    ).toEqual([
      'ALTER TABLE "posts" RENAME COLUMN "title" TO "_dapur_column_1"',
      'ALTER TABLE "posts" RENAME COLUMN "tags" TO "_dapur_column_2"',
      'ALTER TABLE "posts" RENAME COLUMN "_dapur_column_1" TO "tags"',
      'ALTER TABLE "posts" RENAME COLUMN "_dapur_column_2" TO "title"',
    ])
  })
})
