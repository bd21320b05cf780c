import type { CollectionJson } from '@dapur/sdk'
import { expect, test } from 'vitest'
import { bodyOf, draftOf, newField } from './draft.ts'

const stored: CollectionJson = {
  id: 'c1',
  name: 'dishes',
  type: 'base',
  system: false,
  listRule: null,
  viewRule: null,
  createRule: null,
  updateRule: null,
  deleteRule: null,
  fields: [
    { id: 'f1', name: 'left', type: 'text', system: false, hidden: false, presentable: false },
    { id: 'f2', name: 'right', type: 'text', system: false, hidden: false, presentable: false },
  ],
  indexes: ["CREATE INDEX `left` ON `dishes` (`left`, right) WHERE left != 'left'"],
  created: '',
  updated: '',
}

test('fields that change their names change them in the indexes too, even when they swap', () => {
  const draft = draftOf(stored)
  const [left, right] = draft.fields
  if (!left || !right) throw new Error('two fields were expected')
  const body = bodyOf(
    {
      ...draft,
      fields: [
        { ...left, name: 'right' },
        { ...right, name: 'left' },
      ],
    },
    stored,
  )
  expect(body['indexes']).toEqual(["CREATE INDEX `left` ON `dishes` (`right`, left) WHERE right != 'left'"])
})

test('a rule without a text yet is sent closed; an open one stays open', () => {
  const body = bodyOf({ ...draftOf(stored), viewRule: ' ', listRule: '' }, stored)
  expect(body).toMatchObject({ viewRule: null, listRule: '' })
})

test('what is sent has no keys of the form, and a new field has a free name', () => {
  const draft = draftOf({ ...stored, fields: [] })
  const first = newField('text', {}, draft.fields)
  const second = newField('text', {}, [first])
  expect([first.name, second.name]).toEqual(['text', 'text2'])
  expect(bodyOf({ ...draft, fields: [first] }, undefined)['fields']).toEqual([
    { name: 'text', type: 'text', system: false, hidden: false, presentable: false },
  ])
})
