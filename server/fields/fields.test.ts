import { expect, test } from 'vitest'
import { describeFieldType, type Trial } from './field-type.suite.ts'
import { fieldTypes } from './index.ts'
import { PasswordValue } from './password.ts'
import { toStringList } from './string-list.ts'

type Samples = Omit<Trial, 'type'>

const dates = [
  '2024-02-29 10:20:30.456Z',
  '2024-02-29',
  '1999-12-31T23:59:59+01:00',
  'Mon, 02 Jan 2006 15:04:05 MST',
  '2024-13-01',
  5,
]
const lists = ['a', 'b', ['a'], ['b', 'a', 'b', ''], '["a","b"]', '["a",1]', '[', 7, true, ['a', null, {}]]

/** An element that is itself the text of a list, out of a list within a list: on its own it reads as that list (data §3.1). */
const isListText = (value: unknown): boolean =>
  typeof value === 'string' && value !== '' && toStringList(value).join() !== value

const samples: Readonly<Record<string, Samples>> = {
  text: {
    optionSets: [{}, { min: 2, max: 4, pattern: '^[a-z]*$', autogeneratePattern: '[a-z]{3}' }],
    inputs: ['', 'abc', 'a', '😀😀', 1e21, true, null, '\ud800'],
  },
  editor: { optionSets: [{}, { maxSize: 5, convertURLs: true }], inputs: ['<p>hello</p>', '<b>'] },
  number: {
    optionSets: [{}, { min: -5, max: 10.5 }, { onlyInt: true, min: 2 }],
    inputs: [0, -0, 1, 3.5, '7', '-1e3', 'Infinity', 'NaN', true, 1e300],
  },
  bool: { optionSets: [{}], inputs: [true, 'T', 1, 0, 'no'] },
  email: {
    optionSets: [{}, { onlyDomains: ['b.test'] }, { exceptDomains: ['b.test'] }],
    inputs: ['ann@b.test', 'ann@c.test', 'ann@', 'a b@c.test'],
  },
  url: {
    optionSets: [{}, { onlyDomains: ['b.test'] }, { exceptDomains: ['b.test'] }],
    inputs: ['https://b.test/x?y#z', 'b.test', 'ftp://c.test:21', 'nothing', 'https://'],
  },
  date: { optionSets: [{}, { min: '2020-01-01', max: '2025-01-01' }], inputs: dates },
  autodate: { optionSets: [{ onCreate: true }, { onUpdate: true }], inputs: dates },
  select: {
    optionSets: [
      { values: ['a', 'b'] },
      { values: ['a', 'b', 'c'], maxSelect: 2 },
      { values: ['"', '\\', "'"] },
    ],
    inputs: lists,
    isReadAgain: isListText,
  },
  file: {
    optionSets: [
      {},
      { maxSelect: 3, maxSize: 10, mimeTypes: ['image/png'], thumbs: ['10x10'], protected: true },
    ],
    inputs: [...lists, '', []],
    isReadAgain: isListText,
  },
  relation: {
    optionSets: [
      { collectionId: 'pbc_tags' },
      { collectionId: 'pbc_tags', minSelect: 1, maxSelect: 3, cascadeDelete: true },
    ],
    inputs: [...lists, '', []],
    isReadAgain: isListText,
  },
  json: {
    optionSets: [{}, { maxSize: 20 }],
    inputs: [null, 'null', '123', '"123"', '[1]', '{', '', { a: [1, { b: null }] }, Infinity, 10n],
    isReadAgain: (value) => typeof value === 'string',
  },
  password: {
    optionSets: [{}, { min: 3, max: 8, pattern: '[0-9]', cost: 4 }],
    inputs: ['secret12', 'ab', 'a'.repeat(100), 'ö'.repeat(40), { plain: 'x', hash: 'y' }],
    finish: (value) =>
      value instanceof PasswordValue && value.needsHash ? value.withHash('$argon2id$…') : value,
  },
  geoPoint: {
    optionSets: [{}],
    inputs: [
      { lon: 106.8, lat: -6.2 },
      '{"lat":1}',
      { lon: 200 },
      { lat: -91 },
      { lon: -0 },
      { lon: '5' },
      [],
      'x',
    ],
  },
}

test('data §3.1 there are exactly the 14 field types of the contract', () => {
  const contract =
    'text editor number bool email url date autodate select file relation json password geoPoint'
  expect(fieldTypes.all.map((type) => type.name).toSorted()).toStrictEqual(contract.split(' ').toSorted())
  expect(Object.keys(samples).toSorted()).toStrictEqual(contract.split(' ').toSorted())
})

for (const type of fieldTypes.all) {
  const trial = samples[type.name]
  if (trial) describeFieldType({ type, ...trial })
}
