import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sourceHash } from './source-hash.mjs'

let root = ''
const paths = ['ui/src', 'ui/index.html', 'ui/absent.ts']
const hash = (): string => sourceHash(root, paths)

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'source-hash-'))
  mkdirSync(join(root, 'ui/src/pages'), { recursive: true })
  writeFileSync(join(root, 'ui/index.html'), '<main>')
  writeFileSync(join(root, 'ui/src/main.tsx'), 'render()')
  writeFileSync(join(root, 'ui/src/pages/list.tsx'), 'list()')
})
afterEach(() => rmSync(root, { recursive: true }))

test('is the same for the same sources', () => {
  expect(hash()).toBe(hash())
  expect(hash()).toMatch(/^[0-9a-f]{64}$/)
})

test('does not look beside the sources', () => {
  const before = hash()
  writeFileSync(join(root, 'ui/README.md'), 'x')
  expect(hash()).toBe(before)
})

test.each([
  ['a changed file', () => writeFileSync(join(root, 'ui/src/pages/list.tsx'), 'list(1)')],
  ['a new file', () => writeFileSync(join(root, 'ui/src/pages/view.tsx'), '')],
  ['a renamed file', () => renameSync(join(root, 'ui/src/main.tsx'), join(root, 'ui/src/start.tsx'))],
  ['a removed file', () => rmSync(join(root, 'ui/index.html'))],
  ['a path that comes to be', () => writeFileSync(join(root, 'ui/absent.ts'), '')],
])('changes with %s', (_, change) => {
  const before = hash()
  change()
  expect(hash()).not.toBe(before)
})
