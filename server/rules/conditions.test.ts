import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { agreeWorld, localRules, requests } from './agree.suite.ts'
import { bindConditions, type Conditions, RuleError } from './index.ts'
import { asAnn, refusal, users, world } from './notes.suite.ts'
import type { RuleContext } from './scope.ts'
import { type Asked, collection, contextOf, field, World } from './trial.suite.ts'

const things = agreeWorld()

/** Do equal shapes of these conditions have one SQL? Undefined when the shapes differ. */
function isOneStatement(
  rule: string,
  [first, second]: readonly [RuleContext, RuleContext],
  shapeOf: (conditions: Conditions, context: RuleContext) => string,
): boolean | undefined {
  const conditions = bindConditions(things.request('things', { rule }))
  if (shapeOf(conditions, first) !== shapeOf(conditions, second)) return undefined
  const [a, b] = [first, second].map((context) => things.compile('things', { rule, context }))
  return a?.text === b?.text && a?.parameters.length === b?.parameters.length
}

describe('statements', () => {
  it('equal shapes have equal SQL', () => {
    fc.assert(
      fc.property(localRules, fc.tuple(requests, requests), (rule, contexts) => {
        expect(isOneStatement(rule, contexts, (conditions, context) => conditions.shape(context))).not.toBe(
          false,
        )
      }),
      { numRuns: 1500 },
    )
  }, 60_000)

  it('control: it is found that shapes are too few', () => {
    const search = fc.check(
      fc.property(localRules, fc.tuple(requests, requests), (rule, contexts) => {
        return isOneStatement(rule, contexts, () => '') !== false
      }),
      { seed: 1, numRuns: 500, endOnFailure: true },
    )
    expect(search.failed).toBe(true)
  })

  it('are one of a kind while nothing that counts changes', () => {
    const of = (rule: string): Conditions => bindConditions(world.request('notes', { rule }))
    const [guest, known] = [contextOf(), contextOf(asAnn)]
    expect(of("title = 'a' && pages > 2").shape(known)).toBe(of("title = 'a'").shape(guest))
    const owner = of('owner = @request.auth.id')
    expect(owner.shape(known)).not.toBe(owner.shape(guest))
    expect(of('title ~ @request.query.q').shape(contextOf({ query: { q: 'x' } }))).toBe('')
  })

  it('bind every value and name only what the scope has, whatever a filter holds', () => {
    const hostile = fc.constantFrom(
      "'",
      '"',
      '`',
      ';',
      '--',
      '/*',
      '*/',
      '\0',
      '\\',
      '$',
      '%',
      "x' OR 1=1 --",
      '"; DROP TABLE notes; --',
      '”',
      'ŉ',
    )
    const word = fc.oneof(
      hostile,
      fc.string({ unit: 'binary' }),
      fc.constantFrom('owner', 'data', 'title', 'a', '0'),
    )
    const path = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join('.'))
    const value = word.map((text) => `"${text.replaceAll('"', String.raw`\"`)}"`)
    const filter = fc.tuple(fc.oneof(path, fc.constant('title'), fc.constant('data.a')), value)
    fc.assert(
      fc.property(filter, fc.boolean(), ([left, right], isSort) => {
        const asked = isSort ? { sort: left } : { filter: `${left} ~ ${right}` }
        expect(isHarmless(asked)).toBe(true)
      }),
      { numRuns: 3000 },
    )
  })

  it('control: a statement with a foreign text or name is not clean', () => {
    expect(isClean(`SELECT "notes".* FROM "notes" WHERE "title" = ''`)).toBe(true)
    expect(isClean(`SELECT "notes".* FROM "notes" WHERE "title" = 'x'`)).toBe(false)
    expect(isClean(`SELECT "notes".* FROM "notes" WHERE "other" = ''`)).toBe(false)
    expect(isClean(`SELECT "notes".* FROM "notes"; SELECT 1`)).toBe(false)
  })
})

/** It is refused, or SQLite takes its clean statement. */
function isHarmless(asked: Asked): boolean {
  try {
    const { text } = world.compile('notes', { ...asked, restrict: true })
    return isClean(text) && world.database.prepare(text).reader
  } catch (error) {
    if (error instanceof RuleError) return true
    throw error
  }
}

/** Only names of the schema and aliases, only texts of our own, one statement, no comment. */
function isClean(text: string): boolean {
  const schema = ['notes', 'users', 'teams'].flatMap((name) => [
    name,
    ...world.find(name).fields.map((known) => known.name),
  ])
  const isName = (name: string): boolean => schema.includes(name) || /^(?:@\d*[lr]?|@items|value)$/.test(name)
  const isText = (word: string): boolean => /^(?:|%|\\|array|pb|\[\]|\$(?:\.\w+|\[\d+\])*)$/.test(word)
  const names = [...text.matchAll(/"([^"]*)"/g)].map(([, name = '']) => name)
  const words = [...text.matchAll(/'([^']*)'/g)].map(([, word = '']) => word)
  return names.every(isName) && words.every(isText) && !/;|--|\/\*/.test(text)
}

describe('what else conditions say', () => {
  it('data §4.9 sorts by fields, paths and the two special keys, text in byte order', () => {
    expect(world.ids('notes', { sort: 'title' })).toEqual(['n1', 'n2'])
    expect(world.ids('notes', { sort: '-title:lower' })).toEqual(['n2', 'n1'])
    expect(world.ids('notes', { sort: '-owner.name,title', restrict: true })).toEqual(['n1', 'n2'])
    expect(world.ids('notes', { sort: '-@rowid' })).toEqual(['n2', 'n1'])
    expect(world.ids('notes', { sort: '@random' }).toSorted()).toEqual(['n1', 'n2'])
    expect(world.ids('notes', { sort: 'data.a,-labels:length' })).toEqual(['n2', 'n1'])
  })

  it.each(['@request.auth.name', '@now', 'null', 'nothing', 'title.x', 'ti tle', "'x'", 'owner.team.name'])(
    'data §4.9 nothing is sorted by %s',
    (sort) => {
      expect(refusal({ sort, restrict: true })).toBeInstanceOf(RuleError)
    },
  )

  it('data §4.9 a view has no @rowid', () => {
    expect(refusal({ sort: '@rowid' }, 'summary')).toBeInstanceOf(RuleError)
  })

  it('name the collections that are read, those of list rules too', () => {
    const needs = (rule: string, context = contextOf()): string[] =>
      [...bindConditions(world.request('notes', { rule })).needs(context)].toSorted()
    expect(needs("title = 'a'")).toEqual(['pbc_notes'])
    expect(needs("owner.team.name = 'a'")).toEqual(['pbc_notes', 'pbc_teams', 'pbc_users'])
    expect(needs("@request.auth.team.name = 'a'", contextOf(asAnn))).toEqual(['pbc_notes', 'pbc_teams'])
    expect(needs("@request.auth.role = 'a'", contextOf(asAnn))).toEqual(['pbc_notes'])
  })

  it('need DISTINCT only where a join can give a row several times', () => {
    const needsDistinct = (rule: string): boolean =>
      bindConditions(world.request('notes', { rule })).pieces(contextOf()).needsDistinct
    expect(needsDistinct('owner.team.name = "a"')).toBe(false)
    expect(needsDistinct('friends.name = "a"')).toBe(true)
    expect(needsDistinct('notes_via_parent.title = "a"')).toBe(true)
  })

  it('refuse more joins than SQLite has, before any request', () => {
    const many = Array.from({ length: 61 }, (_, index) => `@collection.users:a${index}.id ?= 'x'`).join('||')
    expect(refusal({ rule: many }).message).toContain('60')
    const most = Array.from({ length: 60 }, (_, index) => `@collection.users:a${index}.id ?= 'x'`).join('||')
    expect(() => world.database.prepare(world.compile('notes', { rule: most }).text)).not.toThrow()
  })

  it('take a list rule that does not fit its collection any more for a refusal', () => {
    const broken = collection('broken', [field('name', 'text')], { listRule: 'gone = 1' })
    const own = new World([broken, users, collection('a', [field('b', 'text', { target: broken.id })])])
    const compile = (): unknown => own.compile('a', { filter: "b.name = ''", restrict: true })
    expect(compile).toThrow(expect.objectContaining({ name: 'RuleError', from: 0, to: 6 }))
    expect(compile).not.toThrow(/gone/)
    expect(() => own.compile('a', { filter: "b.name = ''", restrict: false })).not.toThrow()
  })
})
