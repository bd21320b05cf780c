import * as fc from 'fast-check'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { signs } from './ast.ts'
import { language, type Quantifier } from './operators.ts'
import {
  type Data,
  expectedIds,
  type Path,
  paths,
  print,
  relationWorld,
  rulePaths,
  type Tree,
} from './relations.suite.ts'

const words = ['', 'a', 'b', 'ab', 'secret', 'Ann', 't1']
const users = ['u1', 'u2', 'u3', '']
const tags = ['t1', 't2', 't3', 'gone']

const table = <T extends Record<string, unknown>>(
  letter: string,
  most: number,
  model: { [K in keyof T]: fc.Arbitrary<T[K]> },
): fc.Arbitrary<(T & { id: string })[]> =>
  fc
    .array(fc.record(model), { maxLength: most })
    .map(
      (rows) => rows.map((row, index) => ({ id: `${letter}${index + 1}`, ...row })) as (T & { id: string })[],
    )

const data: fc.Arbitrary<Data> = fc.record({
  users: table('u', 3, { name: fc.constantFrom(...words), n: fc.nat(3) }),
  tags: table('t', 3, { name: fc.constantFrom(...words) }),
  posts: table('p', 4, {
    title: fc.constantFrom(...words),
    n: fc.nat(3),
    tags: fc.uniqueArray(fc.constantFrom(...tags), { maxLength: 3 }).map((ids) => JSON.stringify(ids)),
    author: fc.constantFrom(...users),
  }),
  comments: table('c', 4, {
    post: fc.constantFrom('p1', 'p2', 'p3', ''),
    score: fc.nat(3),
    by: fc.constantFrom(...users),
  }),
  profiles: fc
    .uniqueArray(fc.constantFrom('u1', 'u2', 'u3'), { maxLength: 3 })
    .map((ids) => ids.map((user, index) => ({ id: `f${index}`, user, nick: `n${index}` }))),
})

function trees(allowed: readonly Path[]): fc.Arbitrary<Tree> {
  const path = fc.constantFrom(...allowed)
  const asked = fc.record({
    sign: fc.constantFrom(...signs),
    isAny: fc.boolean(),
    left: path,
    right: fc.oneof(
      { arbitrary: fc.constantFrom(...words), weight: 4 },
      { arbitrary: fc.nat(3), weight: 3 },
      { arbitrary: path, weight: 1 },
    ),
  })
  return fc.oneof(
    asked,
    fc.record({ join: fc.constantFrom('&&' as const, '||' as const), parts: fc.tuple(asked, asked) }),
  )
}

const one: Quantifier['sql'] = (joined) => joined
const none: Quantifier['sql'] = (joined, compared, exists) => sql`(${joined} AND ${exists(compared)})`

describe('rules over relations', () => {
  it('data §5.7 multi-match: any and all mean what the contract says', () => {
    fc.assert(
      fc.property(data, trees([...paths, ...rulePaths]), (rows, rule) => {
        const world = relationWorld(rows)
        expect(world.ids('posts', { rule: print(rule) }).toSorted()).toEqual(
          expectedIds(rows, rule, undefined),
        )
      }),
      { numRuns: 1500 },
    )
  }, 60_000)

  it('data §5.8 client filters: list rules hold for what a path reaches, and an empty relation hides nothing', () => {
    fc.assert(
      fc.property(data, trees(paths), (rows, filter) => {
        const world = relationWorld(rows)
        const found = world.ids('posts', { filter: print(filter), restrict: true })
        expect(found.toSorted()).toEqual(expectedIds(rows, undefined, filter))
      }),
      { numRuns: 1000 },
    )
  }, 60_000)

  it('data §4.3 the list rule and the filter share their joins', () => {
    fc.assert(
      fc.property(data, trees(paths), trees(paths), (rows, rule, filter) => {
        const world = relationWorld(rows)
        const found = world.ids('posts', { rule: print(rule), filter: print(filter), restrict: true })
        expect(found.toSorted()).toEqual(expectedIds(rows, rule, filter))
      }),
      { numRuns: 700 },
    )
  }, 60_000)

  it.each([
    ['one of all values is enough', { ...language, every: { ...language.every, sql: one } }, true],
    ['every value is looked at twice as one', { ...language, every: { ...language.every, sql: none } }, true],
    ['list rules are forgotten', language, false],
  ])('data §5.7 control: it is found that %s', (_, spoken, restrict) => {
    const search = fc.check(
      fc.property(data, trees(paths), (rows, filter) => {
        const found = relationWorld(rows).ids('posts', { filter: print(filter), restrict }, spoken)
        return found.toSorted().join() === expectedIds(rows, undefined, filter).join()
      }),
      { seed: 5, numRuns: 2000, endOnFailure: true },
    )
    expect(search.failed).toBe(true)
  })
})
