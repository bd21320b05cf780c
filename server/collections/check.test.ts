import { describe, expect, test } from 'vitest'
import { createCollection } from './create.ts'
import { codes, refusal, sharedFoundation, snapshot } from './foundation.suite.ts'

describe('data §2.4 what a new collection is refused for', () => {
  const shared = sharedFoundation((house) =>
    createCollection(house, { id: 'other_id', name: 'Other', indexes: ['create index taken on x (id)'] }),
  )
  const check = async (body: object): Promise<Record<string, string>> => {
    const house = shared()
    const before = await snapshot(house)
    const found = await codes(createCollection(house, body))
    expect(await snapshot(house)).toEqual(before)
    return found
  }

  test.each([
    [{}, { name: 'validation_required' }],
    [{ name: 'a'.repeat(256) }, { name: 'validation_length_out_of_range' }],
    [{ name: 'a_Via_b' }, { name: 'validation_found_via' }],
    [{ name: 'a b' }, { name: 'validation_match_invalid' }],
    [{ name: 'oTHER' }, { name: 'validation_collection_name_exists' }],
    [{ name: 'other_id' }, { name: 'validation_collection_name_id_duplicate' }],
    [{ name: '_COLLECTIONS' }, { name: 'validation_collection_name_invalid' }],
    [{ name: '_params' }, { name: 'validation_collection_name_invalid' }],
    [{ name: 'sqlite_x' }, { name: 'validation_collection_name_invalid' }],
    [{ name: 'x', type: 'odd' }, { type: 'validation_in_invalid' }],
    [{ name: 'x', id: 'a'.repeat(101) }, { id: 'validation_length_out_of_range' }],
    [{ name: 'x', id: 'a-b' }, { id: 'validation_match_invalid' }],
    [{ name: 'x', id: 'other_id' }, { id: 'validation_invalid_or_existing_id' }],
    [{ name: 'x', listRule: 'a =' }, { listRule: 'validation_invalid_rule' }],
    [{ name: 'x', updateRule: 'nowhere = 1' }, { updateRule: 'validation_invalid_rule' }],
    [
      { name: 'x', createRule: '@request.body.nowhere:changed = true' },
      { createRule: 'validation_invalid_rule' },
    ],
  ])('%j', async (body, wanted) => {
    expect(await check(body)).toEqual(wanted)
  })

  const field = (definition: object): object => ({ name: 'x', fields: [{ type: 'text', ...definition }] })
  const two = (a: object, b: object): object => ({ name: 'x', fields: [a, b] })

  test.each([
    [
      two({ name: 'a', type: 'text' }, { name: 'A', type: 'text' }),
      { 'fields.2.name': 'validation_duplicated_field_name' },
    ],
    [
      two({ name: 'a', type: 'text' }, { name: 'a', type: 'bool' }),
      { 'fields.2.name': 'validation_duplicated_field_name' },
    ],
    [field({ name: '' }), { 'fields.1.name': 'validation_required' }],
    [field({ name: 'expand' }), { 'fields.1.name': 'validation_not_in_invalid' }],
    [field({ name: 'a_via_b' }), { 'fields.1.name': 'validation_found_via' }],
    [field({ name: 'a', min: 5, max: 3 }), { 'fields.1.max': 'validation_min_greater_equal_than_required' }],
    [field({ name: 'a', pattern: '(' }), { 'fields.1.pattern': 'validation_invalid_regex' }],
    [
      field({ name: 'a', type: 'relation', collectionId: 'no' }),
      {
        'fields.1.collectionId': 'validation_field_relation_missing_collection',
      },
    ],
    [{ name: 'x', fields: [{ name: 'id', type: 'bool' }] }, { fields: 'validation_missing_primary_key' }],
    ...['password', 'tokenKey', 'email', 'emailVisibility', 'verified'].map((name) => [
      { name: 'x', type: 'auth', fields: [{ name, type: 'json' }] },
      { fields: `validation_missing_${name}_field` },
    ]),
    [
      { name: 'x', type: 'auth', fields: [{ name: 'oldPassword', type: 'text' }] },
      {
        'fields.6.name': 'validation_reserved_field_name',
      },
    ],
  ] as [object, object][])('fields: %j', async (body, wanted) => {
    expect(await check(body)).toEqual(wanted)
  })

  test('a second primary key', async () => {
    expect(await check(field({ name: 'key', primaryKey: true, required: true, pattern: 'a' }))).toEqual({
      'fields.1.name': 'validation_in_invalid',
      'fields.1.primaryKey': 'validation_unsupported_composite_pk',
    })
  })

  const index = (...indexes: string[]): object => ({ name: 'x', indexes })

  test.each([
    [index('drop table x'), { 'indexes.0': 'validation_invalid_index_expression' }],
    [
      index('create index a on x (id)', 'create index b on x (no)'),
      { 'indexes.1': 'validation_invalid_index_expression' },
    ],
    [
      index('create index a on x (id)', 'create index A on x (id desc)'),
      { 'indexes.1': 'validation_duplicated_index_name' },
    ],
    [
      index('create index a on x (id)', 'create index b on x (`id`)'),
      { 'indexes.1': 'validation_duplicated_index_definition' },
    ],
    [index('create index Taken on x (id)'), { 'indexes.0': 'validation_existing_index_name' }],
    [index('create index a on x (max(id))'), { 'indexes.0': 'validation_invalid_index_expression' }],
  ])('data §2.6 indexes: %j', async (body, wanted) => {
    expect(await check(body)).toEqual(wanted)
  })

  test('problems of several keys are reported together, spans of rules too', async () => {
    const house = shared()
    const body = { name: '', viewRule: 'title = ', fields: [{ name: 'a', type: 'select' }], indexes: ['x'] }
    expect(await codes(createCollection(house, body))).toEqual({
      name: 'validation_required',
      'fields.1.values': 'validation_required',
      'indexes.0': 'validation_invalid_index_expression',
    })
    const { data } = await refusal(createCollection(house, { name: 'x', viewRule: 'id = nowhere' }))
    expect(data['viewRule']).toMatchObject({ params: { from: 5, to: 12 } })
  })

  test.each([
    [[], 'the body has to be an object'],
    [{ name: 1 }, '"name" has to be a text'],
    [{ name: 'x', fields: [{ name: 'a', type: 'odd' }] }, '"fields.0": there is no field type'],
    [{ name: 'x', fields: [{ name: 'a', type: 'text', max: 'b' }] }, '"fields.0": '],
    [{ name: 'x', type: 'auth', otp: { duration: '3' } }, '"otp.duration" has to be a whole number'],
  ])('data §3.1 a body that cannot be read: %j', async (body, why) => {
    const error = await refusal(createCollection(shared(), body))
    expect(error.code).toBe('body_malformed')
    expect(error.message).toContain(why)
  })
})
