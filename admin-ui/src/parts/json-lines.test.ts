import { expect, test } from 'vitest'
import { canFold, jsonLines, moreOf } from './json-lines.ts'

const root = { name: 'facts', path: 'facts' }
const none: ReadonlySet<string> = new Set()
const pathsOf = (value: unknown, touched = none): string[] =>
  jsonLines(root, value, touched, new Map()).map(({ path }) => path)

test('paths are those that filters take, and other keys stand in brackets', () => {
  expect(pathsOf({ spice: [{ name: 'chili' }], 'a b': null })).toEqual([
    'facts',
    'facts.spice',
    'facts.spice.0',
    'facts.spice.0.name',
    'facts["a b"]',
  ])
  expect(pathsOf('just a text')).toEqual(['facts'])
  // Of a record, they begin with the names of its fields.
  const record = jsonLines({ name: 'dishes', path: '' }, { facts: [1] }, none, new Map())
  expect(record.map(({ path }) => path)).toEqual(['', 'facts', 'facts.0'])
})

test('what was shut hides what it holds, and what is deep or large is shut until it is opened', () => {
  const value = { a: { b: { c: { d: 1 } } }, many: Array.from({ length: 21 }, () => 0) }
  expect(pathsOf(value)).toEqual(['facts', 'facts.a', 'facts.a.b', 'facts.a.b.c', 'facts.many'])
  expect(pathsOf(value, new Set(['facts.a', 'facts.many'])).length).toBe(3 + 21)
  expect(pathsOf(value, new Set(['facts']))).toEqual(['facts'])
})

test('a long list is shown by parts', () => {
  const list = Array.from({ length: 450 }, (_, index) => index)
  const first = jsonLines({ name: 'list', path: 'list' }, list, none, new Map())
  expect(first).toHaveLength(1 + 200 + 1)
  expect(first.at(-1)).toMatchObject({ path: 'list', more: 250 })
  const caps = moreOf('list', moreOf('list', new Map()))
  expect(jsonLines({ name: 'list', path: 'list' }, list, none, caps)).toHaveLength(1 + 450)
})

test('what holds something and long texts can be folded', () => {
  const lines = jsonLines(root, { a: {}, b: [1], c: 'x', d: 'x'.repeat(161) }, none, new Map())
  expect(lines.filter(canFold).map(({ path }) => path)).toEqual(['facts', 'facts.b', 'facts.d'])
})
