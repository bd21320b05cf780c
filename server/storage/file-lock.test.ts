import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { takeFileLock, watchFileLock } from './file-lock.ts'

function lockPath(): string {
  const dir = mkdtempSync(join(tmpdir(), 'lock-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return join(dir, '.lock')
}

test('a lock is held by one, and seen by all', () => {
  const path = lockPath()
  const watch = watchFileLock(path)
  onTestFinished(() => watch.close())
  expect(watch.isHeld()).toBe(false)
  const lock = takeFileLock(path)
  expect([watch.isHeld(), takeFileLock(path)]).toEqual([true, undefined])
  lock?.release()
  expect(watch.isHeld()).toBe(false)
  const again = takeFileLock(path)
  expect(again).not.toBe(undefined)
  const late = watchFileLock(path)
  expect(late.isHeld()).toBe(true)
  again?.release()
  expect(late.isHeld()).toBe(false)
  late.close()
})

test('the lock of another process is seen, and freed when it is killed', async () => {
  const path = lockPath()
  const watch = watchFileLock(path)
  onTestFinished(() => watch.close())
  const module = JSON.stringify(new URL('./file-lock.ts', import.meta.url).href)
  const script = `const { takeFileLock } = await import(${module}); takeFileLock(${JSON.stringify(path)}); console.log('held'); setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--conditions=source', '--input-type=module', '-e', script])
  await once(child.stdout, 'data')
  expect([watch.isHeld(), takeFileLock(path)]).toEqual([true, undefined])
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(watch.isHeld()).toBe(false)
})
