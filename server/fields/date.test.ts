import { expect, test } from 'vitest'
import { date, type DateOptions } from './date.ts'
import { parseField } from './field.ts'
import { parseDate } from './parse-date.ts'
import { checkContext } from './scratch-database.suite.ts'

test('data §3.8 date: every layout, in UTC', () => {
  const rows: [string, string][] = [
    ['2024-05-01 10:20:30.456Z', '2024-05-01 10:20:30.456Z'],
    ['2024-05-01', '2024-05-01 00:00:00.000Z'],
    ['2024-05-01T10:20:30Z', '2024-05-01 10:20:30.000Z'],
    ['2024-05-01T10:20:30', '2024-05-01 10:20:30.000Z'],
    ['2024-05-01T10:20:30.1Z', '2024-05-01 10:20:30.100Z'],
    ['2024-05-01T10:20:30.123999+02:00', '2024-05-01 08:20:30.123Z'],
    ['2024-05-01T10:20:30-0530', '2024-05-01 15:50:30.000Z'],
    ['2024-05-01 10:20:30', '2024-05-01 10:20:30.000Z'],
    ['2024-05-01 10:20:30+02:00', '2024-05-01 08:20:30.000Z'],
    ['2024-05-01 10:20:30 +02:00', '2024-05-01 08:20:30.000Z'],
    ['2024-05-01 10:20:30.5 -0100', '2024-05-01 11:20:30.500Z'],
    ['Mon, 02 Jan 2006 15:04:05 MST', '2006-01-02 15:04:05.000Z'],
    ['Mon, 02 Jan 2006 15:04:05 -0700', '2006-01-02 22:04:05.000Z'],
    ['02 Jan 06 15:04 MST', '2006-01-02 15:04:00.000Z'],
    ['02 Jan 69 15:04 -0700', '1969-01-02 22:04:00.000Z'],
    ['Monday, 02-Jan-06 15:04:05 UTC', '2006-01-02 15:04:05.000Z'],
    ['Mon Jan  2 15:04:05 2006', '2006-01-02 15:04:05.000Z'],
    ['Mon Jan 12 15:04:05 2006', '2006-01-12 15:04:05.000Z'],
    ['Mon Jan  2 15:04:05 MST 2006', '2006-01-02 15:04:05.000Z'],
    ['Mon Jan 02 15:04:05 -0700 2006', '2006-01-02 22:04:05.000Z'],
    ['02 Jan 2006', '2006-01-02 00:00:00.000Z'],
    ['0099-03-01', '0099-03-01 00:00:00.000Z'],
    ['9999-12-31 23:59:59.999Z', '9999-12-31 23:59:59.999Z'],
    ['2024-02-29', '2024-02-29 00:00:00.000Z'],
  ]
  for (const [text, canonical] of rows) expect([text, parseDate(text)]).toStrictEqual([text, canonical])
})

test('data §3.8 date: what is no time is silently empty', () => {
  const rows = [
    '',
    'today',
    '2024',
    '2024-05',
    '1714558830',
    '2024-13-01',
    '2024-00-01',
    '2024-01-00',
    '2023-02-29',
    '2024-05-01T24:00:00Z',
    '2024-05-01 10:60:00Z',
    '2024-05-01 10:20:60Z',
    '2024-05-01 10:20',
    ' 2024-05-01',
    '2024-05-01T10:20:30+25:00',
    '2024-05-01T10:20:30 MST',
    '9999-12-31T23:59:59-01:00',
    '0001-01-01',
    '31 Feb 2006',
    'Xxx, 02 Jan 2006 15:04:05 MST',
    '02 Foo 2006',
    '2024-05-01\n',
    '0'.repeat(60_000),
  ]
  for (const text of rows) expect([text, parseDate(text)]).toStrictEqual([text, ''])
})

test('data §3.8 date: numbers are no timestamps; a Date of a hook is a time', () => {
  const options: DateOptions = { min: '', max: '' }
  expect(date.normalise(1714558830, options)).toBe('')
  expect(date.normalise(true, options)).toBe('')
  expect(date.normalise(new Date(0), options)).toBe('1970-01-01 00:00:00.000Z')
  expect(date.normalise(new Date(Number.NaN), options)).toBe('')
  expect(date.normalise(new Date(8.64e15), options)).toBe('')
})

test('data §7.6 date: older cells have other layouts', () => {
  expect(date.fromCell('2022-01-02 03:04:05', { min: '', max: '' })).toBe('2022-01-02 03:04:05.000Z')
})

test('data §3.8 date: min and max, with the threshold as RFC 3339', async () => {
  const options = { min: '2024-01-01 00:00:00.000Z', max: '2024-12-31 23:59:59.120Z' }
  expect(await date.check('2023-12-31 23:59:59.999Z', options, checkContext())).toMatchObject({
    code: 'validation_min_greater_equal_than_required',
    params: { threshold: '2024-01-01T00:00:00Z' },
  })
  expect(await date.check('2024-12-31 23:59:59.121Z', options, checkContext())).toMatchObject({
    code: 'validation_max_less_equal_than_required',
    params: { threshold: '2024-12-31T23:59:59.12Z' },
  })
  expect(await date.check(options.min, options, checkContext())).toBeUndefined()
  expect(await date.check(options.max, options, checkContext())).toBeUndefined()
  expect(await date.check('', options, checkContext())).toBeUndefined()
})

test('data §3.8 date: settings that do not parse are empty, and min may be after max', () => {
  const field = parseField({ name: 'd', type: 'date', min: '2025-01-01', max: 'soon' })
  expect(field).toMatchObject({ options: { min: '2025-01-01 00:00:00.000Z', max: '' } })
  expect(parseField({ name: 'd', type: 'date', min: 5 })).toBe('"min" of a date field has the wrong type')
})
