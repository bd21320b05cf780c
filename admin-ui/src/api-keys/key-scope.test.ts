import { expect, test } from 'vitest'
import { toggleAction, toScopes } from './key-scope.ts'

test('what is ticked becomes a part for each collection, in the order of the actions', () => {
  let draft = toggleAction({}, 'orders', 'view')
  draft = toggleAction(draft, 'orders', 'list')
  draft = toggleAction(draft, 'menus', 'delete')
  draft = toggleAction(draft, 'menus', 'delete')
  expect(toScopes(draft)).toEqual([{ collections: ['orders'], actions: ['list', 'view'] }])
})

test('all that is not of the system, and everything that can be done there, are stars', () => {
  expect(toScopes({ '*': ['list', 'view', 'create', 'update', 'delete'] })).toEqual([
    { collections: '*', actions: '*' },
  ])
  expect(toScopes({})).toEqual([])
})
