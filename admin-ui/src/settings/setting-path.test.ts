import { expect, test } from 'vitest'
import { treeOf, valueAt } from './setting-path.ts'

test('a value is found by its path, and what is not there is undefined', () => {
  const settings = { smtp: { host: 'mail' }, backups: { s3: { bucket: 'b' } }, superuserIPs: ['::1'] }
  expect(valueAt(settings, 'smtp.host')).toBe('mail')
  expect(valueAt(settings, 'backups.s3.bucket')).toBe('b')
  expect(valueAt(settings, 'superuserIPs')).toEqual(['::1'])
  expect(valueAt(settings, 'smtp.host.more')).toBeUndefined()
})

test('values by path become one tree', () => {
  expect(treeOf({ 'backups.cron': '@daily', 'backups.s3.bucket': 'b', superuserIPs: [] })).toEqual({
    superuserIPs: [],
    backups: { cron: '@daily', s3: { bucket: 'b' } },
  })
})
