import Database from 'better-sqlite3'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatTime } from '../base/clock.ts'
import type { Constant } from './bound.ts'
import { strftimeTest } from './strftime.ts'

const database = new Database(':memory:')

function constant(value: string): Constant {
  return { kind: 'constant', value }
}

function inMemory(values: readonly string[]): unknown {
  return strftimeTest(values.map(constant))?.(values)
}

function inSqlite(values: readonly string[]): unknown {
  return database
    .prepare(`SELECT strftime(${values.map(() => '?').join()})`)
    .pluck()
    .get(...values)
}

const format = fc
  .array(
    fc.constantFrom(
      '%Y',
      '%m',
      '%d',
      '%e',
      '%H',
      '%M',
      '%S',
      '%f',
      '%F',
      '%T',
      '%R',
      '%j',
      '%w',
      '%u',
      '%s',
      '%%',
      '-',
      'x',
    ),
  )
  .map((all) => all.join(''))
const time = fc
  .date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9998-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => formatTime(date.getTime()))
const start = fc.constantFrom('start of day', 'start of month', 'start of year')
const shift = fc
  .tuple(
    fc.constantFrom('+', '-'),
    fc.nat(400),
    fc.constantFrom('day', 'days', 'hours', 'minute', 'seconds', 'months', 'year'),
  )
  .map(([sign, count, unit]) => `${sign}${count} ${unit}`)

describe('data §5.5 strftime in memory', () => {
  it('is SQLite’s', () => {
    fc.assert(
      fc.property(
        format,
        time,
        fc.array(fc.oneof(start, shift), { maxLength: 3 }),
        (letters, moment, modifiers) => {
          const values = [letters, moment, ...modifiers]
          expect(inMemory(values)).toBe(inSqlite(values))
        },
      ),
      { numRuns: 5000 },
    )
  })

  it.each([
    [['+371 days', '-1 day']],
    [['+371 days', 'start of day', '-1 day']],
    [['+2 years', '-2 years']],
    [['+371 days']],
  ])('is SQLite’s at the end of time: %j', (modifiers) => {
    const values = ['%F', '9998-12-26 00:00:00.000Z', ...modifiers]
    expect(inMemory(values)).toBe(inSqlite(values))
  })

  it.each([
    ['%Y', '2024-01-31', 'weekday 1'],
    ['%Y', '2024-01-31', 'localtime'],
    ['%J', '2024-01-31'],
    ['%Y', '2460000.5'],
    ['%Y', '2024-02-30'],
  ])('leaves what it does not know to the database: %s %s', (...values) => {
    expect(strftimeTest(values.map(constant))).toBeUndefined()
  })
})
