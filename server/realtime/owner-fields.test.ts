import { expect, test } from 'vitest'
import { newCollection } from '../collections/new-collection.ts'
import type { Collection } from '../collections/collection.ts'
import { parseField } from '../fields/field.ts'
import { ownerFields } from './owner-fields.ts'

const definitions = [
  { name: 'owner', type: 'relation', collectionId: 'pbc_u', maxSelect: 1 },
  { name: 'reader', type: 'text' },
  { name: 'members', type: 'relation', collectionId: 'pbc_u', maxSelect: 9 },
  { name: 'stars', type: 'number' },
]

function notes(): Collection {
  const fields = definitions.map((definition) => {
    const field = parseField(definition)
    if (typeof field === 'string') throw new Error(field)
    return field
  })
  return { ...newCollection('base'), id: 'pbc_n', name: 'notes', fields }
}

test.each<[string, readonly string[] | undefined]>([
  ['owner = @request.auth.id', ['owner']],
  ['@request.auth.id = owner', ['owner']],
  ['owner = @request.auth.id && stars > 3', ['owner']],
  ['stars > 3 && (owner = @request.auth.id || reader = @request.auth.id)', ['owner', 'reader']],
  ['owner = @request.auth.id || stars > 3', undefined],
  ['owner ?= @request.auth.id', ['owner']],
  ['owner != @request.auth.id', undefined],
  ['members = @request.auth.id', undefined],
  ['owner.id = @request.auth.id', undefined],
  ['owner = @request.auth.name', undefined],
  ['nowhere = @request.auth.id', undefined],
  ['stars = @request.auth.id', undefined],
  ['"x" = @request.auth.id', undefined],
  ['owner = (', undefined],
])('%s', (rule, fields) => {
  expect(ownerFields(notes(), rule)).toEqual(fields)
})
