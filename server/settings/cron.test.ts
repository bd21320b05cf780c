import { expect, test } from 'vitest'
import { expandCron, parseCron } from './cron.ts'

test('services §6.3 an expression is five fields of numbers, ranges, steps and lists', () => {
  expect(parseCron('*/20 0-6,22 1 * 0')).toEqual({
    minutes: [0, 20, 40],
    hours: [0, 1, 2, 3, 4, 5, 6, 22],
    days: [1],
    months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
    weekdays: [0],
  })
  expect(parseCron('10-20/5 * */10 */5 1-5/2')).toMatchObject({
    minutes: [10, 15, 20],
    days: [1, 11, 21, 31],
    months: [1, 6, 11],
    weekdays: [1, 3, 5],
  })
})

test.each([
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
  ['@monthly', '0 0 1 * *'],
  ['@weekly', '0 0 * * 0'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@hourly', '0 * * * *'],
])('services §6.3 the macro %s is %s', (macro, expanded) => {
  expect(expandCron(macro)).toBe(expanded)
  expect(parseCron(macro)).toEqual(parseCron(expanded))
})

test.each([
  '',
  '* * * *',
  '* * * * * *',
  '*  * * * *',
  ' * * * * *',
  '* * * * * ',
  '*\t* * * *',
  '60 * * * *',
  '* 24 * * *',
  '* * 0 * *',
  '* * 32 * *',
  '* * * 0 *',
  '* * * 13 *',
  '* * * * 7',
  '5-1 * * * *',
  '5/2 * * * *',
  '*/0 * * * *',
  '*/60 * * * *',
  '* * * * */7',
  '1, * * * *',
  '-1 * * * *',
  'a * * * *',
  '* * L * *',
  '* * * JAN *',
  '* * * * 1#2',
  '? * * * *',
  '@reboot',
  '@DAILY',
])('services §6.3 "%s" is no expression', (text) => {
  expect(parseCron(text)).toBeUndefined()
})
