import { expect, test } from 'vitest'
import { toCsv } from './to-csv.ts'

test('cells with commas, quotes and lines are quoted, null is empty', () => {
  expect(
    toCsv(
      ['a', 'b'],
      [
        ['1,2', null],
        ['say "hi"', 'two\nlines'],
      ],
    ),
  ).toBe('a,b\r\n"1,2",\r\n"say ""hi""","two\nlines"\r\n')
})

test('what a spreadsheet would run is text, numbers stay numbers', () => {
  expect(toCsv(['a'], [['=1+1'], ['@x'], ['-5'], ['-5.5e-3'], ['-cmd']])).toBe(
    "a\r\n'=1+1\r\n'@x\r\n-5\r\n-5.5e-3\r\n'-cmd\r\n",
  )
})
