import type { CollectionJson } from '@dapur/sdk'
import { expect, test } from 'vitest'
import { foldersOf } from './folders.ts'

const named = (name: string): CollectionJson => ({
  id: name,
  name,
  type: 'base',
  system: false,
  listRule: null,
  viewRule: null,
  createRule: null,
  updateRule: null,
  deleteRule: null,
  fields: [],
  indexes: [],
  created: '',
  updated: '',
})

test('three with the same prefix make a folder, two make none', () => {
  const names = ['dishes', 'shop_carts', 'shop_items', 'shop_orders', 'user_a', 'user_b', '_x', '_y', '_z']
  const folders = foldersOf(names.map(named))
  expect(folders.map(({ prefix, collections }) => [prefix, collections.map(({ name }) => name)])).toEqual([
    ['', ['dishes', 'user_a', 'user_b', '_x', '_y', '_z']],
    ['shop_', ['shop_carts', 'shop_items', 'shop_orders']],
  ])
})
