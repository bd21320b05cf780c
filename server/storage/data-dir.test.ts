import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDataDir } from './data-dir.ts'
import { otherProcess } from './other-process.suite.ts'

let base = ''
let dir = ''
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'dapur-'))
  dir = join(base, 'data')
})
afterEach(() => rmSync(base, { recursive: true, force: true }))

test('a new directory is private and whole', () => {
  const dataDir = openDataDir(dir)
  expect(statSync(dir).mode & 0o777).toBe(0o700)
  expect(['storage', 'backups', 'tmp'].every((name) => statSync(join(dir, name)).isDirectory())).toBe(true)
  expect(statSync(join(dir, 'ballast')).size).toBe(16 * 1024 * 1024)
  expect(dataDir.hasBallast).toBe(true)
  dataDir.release()
})

test('what was left in tmp is gone, what was stored is not', () => {
  openDataDir(dir).release()
  writeFileSync(join(dir, 'tmp', 'half'), 'x')
  writeFileSync(join(dir, 'storage', 'whole'), 'x')
  openDataDir(dir).release()
  expect([existsSync(join(dir, 'tmp', 'half')), existsSync(join(dir, 'storage', 'whole'))]).toEqual([
    false,
    true,
  ])
})

test('a second process is refused, and welcome once the first was killed', async () => {
  const first = await otherProcess('lock', dir)
  expect(() => openDataDir(dir)).toThrow(`another Dapur process uses the data directory "${dir}"`)
  first.kill('SIGKILL')
  await once(first, 'exit')
  const dataDir = openDataDir(dir)
  await expect(otherProcess('lock', dir)).rejects.toThrow('another Dapur process')
  dataDir.release()
})
