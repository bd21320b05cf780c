import { expect, test } from 'vitest'
import { checkField, defaultFieldId, fieldToJson, parseField } from './field.ts'
import { settingsContext } from './scratch-database.suite.ts'

test('data §2.5 ids of fields: type and crc32 of the name', () => {
  const ids = {
    id: 'text3208210256',
    tokenKey: 'text2504183744',
    emailVisibility: 'bool1547992806',
    verified: 'bool256245529',
  }
  for (const [name, id] of Object.entries(ids)) expect(defaultFieldId(id.replace(/\d+/, ''), name)).toBe(id)
  expect(defaultFieldId('password', 'password')).toBe('password901924565')
  expect(defaultFieldId('email', 'email')).toBe('email3885137012')
  expect(defaultFieldId('autodate', 'created')).toBe('autodate2990389176')
  expect(defaultFieldId('autodate', 'updated')).toBe('autodate3332085495')
  expect(defaultFieldId('text', 'name')).toBe('text1579384326')
  expect(defaultFieldId('file', 'avatar')).toBe('file376926767')
})

test('services §12.1 fields of the users collection, key by key', () => {
  const lines = [
    '{"autogeneratePattern":"[a-z0-9]{15}","help":"","hidden":false,"id":"text3208210256","max":15,"min":15,"name":"id","pattern":"^[a-z0-9]+$","presentable":false,"primaryKey":true,"required":true,"system":true,"type":"text"}',
    '{"cost":0,"help":"","hidden":true,"id":"password901924565","max":0,"min":8,"name":"password","pattern":"","presentable":false,"required":true,"system":true,"type":"password"}',
    '{"exceptDomains":null,"help":"","hidden":false,"id":"email3885137012","name":"email","onlyDomains":null,"presentable":false,"required":true,"system":true,"type":"email"}',
    '{"help":"","hidden":false,"id":"bool256245529","name":"verified","presentable":false,"required":false,"system":true,"type":"bool"}',
    '{"help":"","hidden":false,"id":"file376926767","maxSelect":1,"maxSize":0,"mimeTypes":["image/jpeg","image/png"],"name":"avatar","presentable":false,"protected":false,"required":false,"system":false,"thumbs":null,"type":"file"}',
    '{"hidden":false,"id":"autodate2990389176","name":"created","onCreate":true,"onUpdate":false,"presentable":false,"system":false,"type":"autodate"}',
  ]
  for (const line of lines) {
    const json: unknown = JSON.parse(line)
    const field = parseField(json)
    expect(typeof field === 'string' ? field : JSON.stringify(fieldToJson(field))).toBe(line)
  }
})

test('data §3.1 fields: what is missing or null has its default, what is unknown is dropped', () => {
  expect(parseField({ type: 'number', name: 'n', min: null, surprise: 1, presentable: null })).toStrictEqual({
    id: '',
    name: 'n',
    type: 'number',
    help: '',
    system: false,
    hidden: false,
    presentable: false,
    required: false,
    options: { min: null, max: null, onlyInt: false },
  })
  expect(parseField({ type: 'autodate', name: 'a', help: 'x', required: true })).toMatchObject({
    help: '',
    required: false,
  })
})

test('data §3.1 fields: an unknown type or a setting of the wrong JSON type is malformed', () => {
  const malformed: unknown[] = [
    null,
    [],
    'text',
    5,
    {},
    { type: 'texts' },
    { type: 5 },
    { type: 'constructor' },
    { type: 'text', name: 5 },
    { type: 'text', id: {} },
    { type: 'text', hidden: 'true' },
    { type: 'text', required: 1 },
    { type: 'text', min: '5' },
    { type: 'text', min: 1.5 },
    { type: 'text', max: 1e30 },
    { type: 'text', pattern: [] },
    { type: 'select', values: 'a' },
    { type: 'select', values: [1] },
    { type: 'email', onlyDomains: {} },
    { type: 'bool', help: 5 },
    { type: 'number', min: '1' },
    { type: 'date', max: 1 },
    { type: 'file', protected: 0 },
  ]
  for (const json of malformed) expect(parseField(json), JSON.stringify(json)).toBeTypeOf('string')
})

test('data §3.1 fields: id, name and help', () => {
  const codesOf = (changes: Parameters<typeof settingsContext>[0]): unknown =>
    Object.entries(checkField(settingsContext({ type: 'bool', ...changes })) ?? {}).map(([key, { code }]) => [
      key,
      code,
    ])
  expect(codesOf({})).toStrictEqual([])
  expect(codesOf({ id: '' })).toStrictEqual([['id', 'validation_required']])
  expect(codesOf({ id: 'ü'.repeat(51) })).toStrictEqual([['id', 'validation_length_out_of_range']])
  expect(codesOf({ id: 'any chars / at all' })).toStrictEqual([])
  expect(codesOf({ name: '' })).toStrictEqual([['name', 'validation_required']])
  expect(codesOf({ name: 'a'.repeat(101) })).toStrictEqual([['name', 'validation_length_out_of_range']])
  for (const name of ['a b', 'a-b', 'é', 'a\n'])
    expect(codesOf({ name })).toStrictEqual([['name', 'validation_match_invalid']])
  for (const name of ['null', 'true', 'false', '_rowid_', 'collectionId', 'collectionName', 'expand']) {
    expect(codesOf({ name })).toStrictEqual([['name', 'validation_not_in_invalid']])
  }
  expect(codesOf({ name: 'Expand' })).toStrictEqual([])
  expect(codesOf({ name: 'a_VIA_b' })).toStrictEqual([['name', 'validation_found_via']])
  expect(codesOf({ help: 'a'.repeat(300) })).toStrictEqual([])
  expect(codesOf({ help: 'a'.repeat(301) })).toStrictEqual([['help', 'validation_length_out_of_range']])
})

test('data §3.1 fields: the problems of the type stand beside those of the field', () => {
  const options = { values: [], maxSelect: 0 }
  expect(checkField(settingsContext({ type: 'select', name: '', options }))).toMatchObject({
    name: { code: 'validation_required' },
    values: { code: 'validation_required' },
  })
})
