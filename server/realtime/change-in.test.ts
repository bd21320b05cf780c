import { expect, test } from 'vitest'
import type { Collection } from '../collections/collection.ts'
import type { Change } from '../records/change.ts'
import { changeIn } from './change-in.ts'

function collection(...fields: { id: string; name: string }[]): Collection {
  return { id: 'c1', name: 'notes', fields } as unknown as Collection
}

const then = collection({ id: 'f1', name: 'id' }, { id: 'f2', name: 'title' }, { id: 'f3', name: 'secret' })
const change: Change = {
  seq: 7,
  action: 'update',
  collection: then,
  recordId: 'r1',
  before: { id: 'r1', title: 'a', secret: 'x' },
  after: { id: 'r1', title: 'b', secret: 'x' },
}

test('a field that got another name meanwhile is found by its id, one that went is gone', () => {
  const now = collection(
    { id: 'f1', name: 'id' },
    { id: 'f2', name: 'headline' },
    { id: 'f4', name: 'title' },
  )
  const { before, after, collection: seen } = changeIn(now, change)
  expect(seen).toBe(now)
  expect({ ...before }).toEqual({ id: 'r1', headline: 'a', title: null })
  expect({ ...after }).toEqual({ id: 'r1', headline: 'b', title: null })
})

test('where no field moved, the cells are the very same', () => {
  const now = { ...then, listRule: '' }
  expect(changeIn(now, change)).toEqual({ ...change, collection: now })
  expect(changeIn(now, change).after).toBe(change.after)
})

test('what a create or a delete does not have stays absent', () => {
  const now = collection({ id: 'f2', name: 'headline' })
  expect(changeIn(now, { ...change, action: 'create', before: undefined }).before).toBeUndefined()
  expect(changeIn(now, { ...change, action: 'delete', after: undefined }).after).toBeUndefined()
})
