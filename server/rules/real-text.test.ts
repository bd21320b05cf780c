import Database from 'better-sqlite3'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { realText } from './real-text.ts'
import { columnText, plainText, toNumeric } from './value.ts'

const database = new Database(':memory:')
const textOf = database.prepare<[number], string>(`SELECT ? || ''`).pluck()
database.exec('CREATE TABLE numbers (n NUMERIC)')
const columnTextOf = database
  .prepare<[string], string>(`INSERT INTO numbers VALUES (?) RETURNING n || ''`)
  .pluck()

const number = fc.oneof(
  fc.double({ min: 1e-9, max: 1e18, noNaN: true }),
  fc.tuple(fc.integer(), fc.nat(9)).map(([whole, places]) => Number(`${whole}e-${places}`)),
  fc.integer({ min: -59, max: 59 }).map((power) => 2 ** power),
  fc.integer({ min: -9, max: 17 }).map((power) => Number(`1e${power}`)),
)

describe('numbers as texts', () => {
  it('are SQLite’s for REAL', () => {
    fc.assert(
      fc.property(number, fc.boolean(), (value, isNegative) => {
        const signed = isNegative ? -value : value
        expect(realText(signed)).toBe(textOf.get(signed))
      }),
      { numRuns: 20_000 },
    )
    const known = [0, -0, 1e21, 1.5e300, 5e-324, 1 / 3, 123456789012345680]
    expect(known.map(realText)).toEqual(known.map((value) => textOf.get(value)))
  })

  it('are SQLite’s for numeric columns, where whole numbers are INTEGER', () => {
    const texts = [
      '5',
      ' 5 ',
      '5.0',
      '-0',
      '0.5',
      '1e3',
      '1e18',
      '1e19',
      '.5',
      '5.',
      '+7',
      '1000000000000000000',
    ]
    for (const text of texts) {
      const value = toNumeric(text)
      expect(typeof value === 'number' ? columnText(value) : String(value), text).toBe(columnTextOf.get(text))
    }
    expect(['', 'a', '5a', '0x10', '1e', '.', '- 5', 'Infinity', 'NaN'].map(toNumeric)).toEqual([
      '',
      'a',
      '5a',
      '0x10',
      '1e',
      '.',
      '- 5',
      'Infinity',
      'NaN',
    ])
    expect(toNumeric('9007199254740993')).toBe(9007199254740993n)
  })

  it('have no exponent where people write them', () => {
    expect([5, 1e21, -1.5e21, 1e-7, -1.25e-9, 0.1].map(plainText)).toEqual([
      '5',
      '1000000000000000000000',
      '-1500000000000000000000',
      '0.0000001',
      '-0.00000000125',
      '0.1',
    ])
  })
})
