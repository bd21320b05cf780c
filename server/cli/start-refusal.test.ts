import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../storage/database.ts'
import { openDataDir } from '../storage/data-dir.ts'
import { startRefusal } from './start-refusal.ts'

function temporary(): string {
  const dir = mkdtempSync(join(tmpdir(), 'dapur-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

function refusalOf(work: () => unknown, dir: string): unknown {
  try {
    return work()
  } catch (error) {
    return startRefusal(error, dir)
  }
}

test('a folder that cannot be made is told with what to do', () => {
  const dir = temporary()
  writeFileSync(join(dir, 'storage'), 'not a folder')
  const refusal = refusalOf(() => openDataDir(dir), dir)
  expect(refusal).toMatchObject({ message: expect.stringContaining(`"${dir}" cannot be read or written`) })
  expect(refusal).toMatchObject({ message: expect.stringContaining('then start again (EEXIST') })
})

test('a database that cannot be opened, too', () => {
  const dir = temporary()
  mkdirSync(join(dir, 'data.db'))
  const open = (): unknown => openDatabase({ file: join(dir, 'data.db'), durability: 'full', role: 'hot' })
  expect(refusalOf(open, dir)).toMatchObject({ message: expect.stringContaining('"dapur doctor" helps') })
})

test('a full disk says how room is made', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
  const refusal = startRefusal(new Error('the ballast could not be written', { cause: full }), '/data')
  expect(refusal).toMatchObject({ message: expect.stringContaining('"dapur doctor --free-ballast"') })
})

test('what is no fault of the disk stays what it is', () => {
  const error = new Error('another Dapur process uses the data directory "/data"')
  expect(startRefusal(error, '/data')).toBe(error)
})
