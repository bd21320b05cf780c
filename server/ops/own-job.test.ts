import { expect, test } from 'vitest'
import { isOwnJob, job } from './own-job.ts'

const nothing = (): void => undefined

test('a job of a configuration is checked where it is written', () => {
  expect(isOwnJob(job('forget-drafts', '0 3 * * *', nothing, { timeZone: 'Asia/Jakarta' }))).toBe(true)
  expect(() => job('__pbMine__', '@daily', nothing)).toThrow(/needs a name/)
  expect(() => job('a b', '@daily', nothing)).toThrow(/needs a name/)
  expect(() => job('a', '0 3 * *', nothing)).toThrow(/cannot run at "0 3 \* \*":/)
  expect(() => job('a', '@daily', nothing, { timeZone: 'Asia/Nowhere' })).toThrow(/Asia\/Nowhere/)
  for (const value of [undefined, null, {}, 'x', { id: 'a', expression: '@daily', handler: nothing }])
    expect(isOwnJob(value)).toBe(false)
})
