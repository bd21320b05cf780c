import { expect, test } from 'vitest'
import { extraOf } from './provider-draft.ts'

test.each([
  ['', null],
  [' \n', null],
  ['null', null],
  ['{"issuers":["https://id.example.com"]}', { issuers: ['https://id.example.com'] }],
  ['{"issuers":', undefined],
  ['[1]', undefined],
  ['"text"', undefined],
  ['7', undefined],
])('the extra options of a service: %s', (text, options) => {
  expect(extraOf(text)).toEqual(options)
})
