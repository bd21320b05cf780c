import { expect, test } from 'vitest'
import { filter } from './filter.ts'

test.each([
  ['a text', filter`status = ${'open'}`, 'status = "open"'],
  ['a quote is escaped', filter`a = ${'say "hi"'}`, String.raw`a = "say \"hi\""`],
  [
    'an attempt to break out stays a text',
    filter`a = ${'" || 1 = 1 || "'}`,
    String.raw`a = "\" || 1 = 1 || \""`,
  ],
  ['a backslash before a quote', filter`a = ${'\\"x'}`, String.raw`a = "\\"x"`],
  ['a backslash inside stands for itself', filter`a = ${'C:\\dir'}`, String.raw`a = "C:\dir"`],
  ['a number', filter`a > ${1.5} && b<${-3}`, 'a > 1.5 && b<-3'],
  ['a huge number has no exponent', filter`a = ${1.5e21}`, 'a = 1500000000000000000000'],
  ['a tiny number has no exponent', filter`a = ${-2.5e-7}`, 'a = -0.00000025'],
  [
    'booleans and nothing',
    filter`a = ${true} || b = ${null} || c = ${undefined}`,
    'a = true || b = null || c = null',
  ],
  ['a date', filter`a > ${new Date(Date.UTC(2026, 0, 2, 3, 4, 5, 6))}`, 'a > "2026-01-02 03:04:05.006Z"'],
  ['an array is a JSON text', filter`a = ${['x']}`, String.raw`a = "[\"x\"]"`],
  ['a number cannot become part of a name', filter`a${1} = 2`, 'a 1 = 2'],
  ['two values stay two', filter`a = ${1}${2}`, 'a = 1 2'],
  ['quotes of the template that are closed', filter`a = "x // y" && b = ${1}`, 'a = "x // y" && b = 1'],
  [
    'a comment that is over',
    filter`a = 1 // it's
    && b = ${2}`,
    "a = 1 // it's\n    && b = 2",
  ],
])('%s', (_, made, expected) => {
  expect(made).toBe(expected)
})

test.each([
  ['a text that ends in a backslash', () => filter`a = ${'x\\'}`],
  ['no number', () => filter`a = ${Number.NaN}`],
  ['no end', () => filter`a = ${Number.POSITIVE_INFINITY}`],
  ['no date', () => filter`a = ${new Date(Number.NaN)}`],
  ['a function', () => filter`a = ${() => 1}`],
  ['inside double quotes', () => filter`a = "${'x'}"`],
  ['inside single quotes, after an escaped one', () => filter`a = 'it\\'s ${'x'}'`],
  ['inside quotes that an earlier value opened nothing of', () => filter`a = ${'"'} && b = '${'x'}'`],
  ['inside a comment', () => filter`a = 1 // ${'x'}`],
])('refuses %s', (_, make) => {
  expect(make).toThrow(Error)
})
