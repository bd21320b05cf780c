import { expect, test } from 'vitest'
import { readIndex, writeIndex } from './index-text.ts'

test.each([
  ['CREATE UNIQUE INDEX `a` ON `t` (`x`)', { name: 'a', isUnique: true, columns: ['x'], where: '' }],
  [
    'create index if not exists "a" on t (x, `y`) where x > 0',
    { name: 'a', isUnique: false, columns: ['x', 'y'], where: 'x > 0' },
  ],
])('%s is read', (text, parts) => {
  expect(readIndex(text)).toEqual(parts)
  expect(readIndex(writeIndex(parts, 't'))).toEqual(parts)
})

test.each([
  'CREATE INDEX a ON t (lower(x))',
  'CREATE INDEX a ON t (x COLLATE NOCASE)',
  'CREATE INDEX a ON t (x DESC)',
  'nonsense',
])('%s is left to be shown as SQL', (text) => {
  expect(readIndex(text)).toBeUndefined()
})
