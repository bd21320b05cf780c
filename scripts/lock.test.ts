import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { withLock } from './lock.mjs'

let folder = ''
let file = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'))
  file = join(folder, 'setup.lock')
})
afterEach(() => rmSync(folder, { recursive: true }))

test('holds the lock during the work and frees it after an error', () => {
  expect(() =>
    withLock(file, () => {
      expect(existsSync(file)).toBe(true)
      throw new Error('the work failed')
    }),
  ).toThrow('the work failed')
  expect(existsSync(file)).toBe(false)
})

test('takes over the lock of a process that died', () => {
  writeFileSync(file, String(spawnSync(process.execPath, ['--version']).pid))
  let isDone = false
  withLock(file, () => {
    isDone = true
  })
  expect(isDone).toBe(true)
})

test('waits for the lock of a process that lives', () => {
  const holder = `
    const { writeFileSync, rmSync } = require('node:fs')
    writeFileSync(${JSON.stringify(file)}, String(process.pid))
    console.log('held')
    setTimeout(() => { rmSync(${JSON.stringify(file)}); process.exit() }, 600)`
  const script = `
    const { spawn } = await import('node:child_process')
    const { once } = await import('node:events')
    const { withLock } = await import(${JSON.stringify(join(import.meta.dirname, 'lock.mjs'))})
    const holder = spawn(process.execPath, ['-e', ${JSON.stringify(holder)}], { stdio: 'pipe' })
    await once(holder.stdout, 'data')
    const start = performance.now()
    withLock(${JSON.stringify(file)}, () => console.log(performance.now() - start))`
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
  expect(Number(stdout)).toBeGreaterThan(400)
})
