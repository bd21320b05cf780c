import { expect, test } from 'vitest'
import { file, type FileOptions } from './file.ts'
import { checkContext, settingsContext } from './scratch-database.suite.ts'

const one: FileOptions = { maxSelect: 1, maxSize: 0, mimeTypes: null, thumbs: null, protected: false }
const two: FileOptions = { ...one, maxSelect: 2 }

test('data §3.12 file: plain text names only what the record has', async () => {
  expect(await file.check('a.png', one, checkContext())).toMatchObject({
    code: 'validation_invalid_file',
    params: { invalidFiles: ['a.png'] },
  })
  const stored = checkContext({ verb: 'update', stored: ['a.png', 'b.png'] })
  expect(await file.check(['b.png'], two, stored)).toBeUndefined()
  expect(await file.check(['b.png', 'c.png', 'd.png'], two, stored)).toMatchObject({
    code: 'validation_invalid_file',
    params: { invalidFiles: ['c.png', 'd.png'] },
  })
  expect(await file.check('a.png', one, checkContext({ verb: 'update', stored: 'a.png' }))).toBeUndefined()
})

test('data §3.12 file: not too many', async () => {
  const stored = checkContext({ verb: 'update', stored: ['a', 'b', 'c'] })
  expect(await file.check(['a', 'b', 'c'], two, stored)).toMatchObject({
    code: 'validation_too_many_files',
    params: { maxSelect: 2 },
  })
})

test('data §3.12 file: empty and null remove all, name- removes some', () => {
  expect(file.normalise(null, two)).toStrictEqual([])
  expect(file.normalise('', one)).toBe('')
  expect(file.modifiers?.remove?.(['a', 'b'], 'a', two)).toStrictEqual(['b'])
})

test('data §3.12 file: settings', () => {
  const check = (options: Partial<FileOptions>): unknown =>
    file.checkOptions({ ...one, ...options }, settingsContext())
  const thumbs = ['100x100', '0x100', '100x0', '1x1t', '1x1b', '1x1f', '', '0x0', '0x0t', '1x', 'ax1', '1x1x']
  expect(check({ thumbs })).toStrictEqual({
    thumbs: {
      7: expect.objectContaining({ code: 'validation_not_in_invalid' }),
      8: expect.objectContaining({ code: 'validation_not_in_invalid' }),
      9: expect.objectContaining({ code: 'validation_match_invalid' }),
      10: expect.objectContaining({ code: 'validation_match_invalid' }),
      11: expect.objectContaining({ code: 'validation_match_invalid' }),
    },
  })
  expect(check({ maxSize: -1, maxSelect: -1 })).toMatchObject({
    maxSize: { code: 'validation_min_greater_equal_than_required' },
    maxSelect: { code: 'validation_min_greater_equal_than_required' },
  })
  expect(check({})).toBeUndefined()
})

test('data §1.6 file: the budget of a body is the size of all its files', () => {
  expect(file.bodyBudget?.({ ...one, maxSelect: 0 })).toBe(5_242_880)
  expect(file.bodyBudget?.({ ...one, maxSelect: 3, maxSize: 10 })).toBe(30)
})
