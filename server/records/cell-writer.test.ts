import { assert, constantFrom, integer, oneof, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { quote } from './cell-writer.ts'

test('a text is written as JSON.stringify writes it, to the letter', () => {
  const units = string({
    unit: integer({ min: 0, max: 0xff_ff }).map((code) => String.fromCharCode(code)),
  })
  const plain = string({ unit: 'grapheme' })
  const awkward = string({
    unit: constantFrom(
      '"',
      '\\',
      '/',
      '\0',
      '\n',
      '\u001f',
      ' ',
      '\u007f',
      '\u2028',
      '\ud800',
      '\udfff',
      'é',
      '😀',
    ),
  })
  assert(
    property(oneof(units, plain, awkward), (text) => {
      expect(quote(text)).toBe(JSON.stringify(text))
    }),
    { numRuns: 2000 },
  )
})

test.each(['"', '\\', '\u0000', '\u001f', '\ud800', '\udfff'])('%j is escaped wherever it stands', (unit) => {
  for (const text of [unit, `a${unit}`, `${unit}a`, `a${unit}a`])
    expect(quote(text)).toBe(JSON.stringify(text))
})
