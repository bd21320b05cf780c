import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { areSameRows, type LiveRows, type LiveStep, liveSteps } from './live-diff.ts'

type Item = readonly [id: string, text: string]

const list = fc.uniqueArray(
  fc.tuple(fc.constantFrom(...'abcdefghijkl'.split('')), fc.constantFrom('1', '2')),
  {
    selector: ([id]) => id,
    maxLength: 12,
  },
)

function rowsOf(items: readonly Item[]): LiveRows {
  return { ids: items.map(([id]) => id), texts: items.map(([id, text]) => id + text) }
}

/** What a client makes of the steps. */
function apply(texts: readonly string[], steps: readonly LiveStep[]): string[] {
  const made = [...texts]
  for (const step of steps) {
    if (step.type === 'remove') made.splice(step.index, 1)
    else made.splice(step.index, step.type === 'insert' ? 0 : 1, step.text)
  }
  return made
}

test('the steps lead from any list to any other', () => {
  fc.assert(
    fc.property(list, list, (before, after) => {
      const [from, to] = [rowsOf(before), rowsOf(after)]
      expect(apply(from.texts, liveSteps(from, to))).toEqual(to.texts)
    }),
    { numRuns: 2000 },
  )
})

test('they are the fewest: what stays in order is not touched', () => {
  const from = rowsOf('abcdef'.split('').map((id) => [id, '1']))
  const moved = rowsOf('fabcde'.split('').map((id) => [id, '1']))
  expect(liveSteps(from, from)).toEqual([])
  expect(liveSteps(from, moved)).toEqual([
    { type: 'remove', index: 5 },
    { type: 'insert', index: 0, text: 'f1' },
  ])
  const other = rowsOf([
    ['a', '1'],
    ['c', '2'],
    ['x', '1'],
    ['d', '1'],
  ])
  expect(liveSteps(from, other)).toEqual([
    { type: 'remove', index: 5 },
    { type: 'remove', index: 4 },
    { type: 'remove', index: 1 },
    { type: 'insert', index: 2, text: 'x1' },
    { type: 'update', index: 1, text: 'c2' },
  ])
})

test('of two records that change places, the one moves that is another anyway', () => {
  const steps = liveSteps(
    rowsOf([
      ['a', '1'],
      ['b', '1'],
    ]),
    rowsOf([
      ['b', '1'],
      ['a', '2'],
    ]),
  )
  expect(steps).toEqual([
    { type: 'remove', index: 0 },
    { type: 'insert', index: 1, text: 'a2' },
  ])
})

test('rows are the same when ids and texts are', () => {
  const rows = rowsOf([['a', '1']])
  expect(areSameRows(rows, rowsOf([['a', '1']]))).toBe(true)
  expect(areSameRows(rows, rowsOf([['a', '2']]))).toBe(false)
  expect(areSameRows(rows, rowsOf([]))).toBe(false)
})
