import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runChild } from './run-child.mjs'

const module = JSON.stringify(join(import.meta.dirname, 'run-child.mjs'))
const cwd = import.meta.dirname

test.each([
  ['process.exit(0)', 0],
  ['process.exit(7)', 7],
  [`process.kill(process.pid, 'SIGKILL')`, 137],
  [`process.exit(process.env.WORD === 'x' ? 3 : 4)`, 3],
])('%s exits with %i', async (script, code) => {
  expect(await runChild(process.execPath, ['-e', script], { cwd, env: { WORD: 'x' } })).toBe(code)
})

test('says when there is nothing to run', async () => {
  await expect(runChild('/no/such/program', [], { cwd })).rejects.toThrow('ENOENT')
})

/** A child that says its id, and ends by itself with code 5 when it is asked to. */
const patient = `
  process.on('SIGTERM', () => process.exit(5))
  setInterval(() => {}, 1000)
  console.log(process.pid)`

test('passes a signal on and waits for the end', async () => {
  const script = `
    const { runChild } = await import(${module})
    process.exitCode = await runChild(process.execPath, ['-e', ${JSON.stringify(patient)}], { cwd: '.' })`
  const runner = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(runner.stdout, 'data')
  runner.kill('SIGTERM')
  expect(await once(runner, 'exit')).toEqual([5, null])
})

test('ends the child when the parent is killed', async () => {
  const runner = `
    const { runChild, stopWithParent } = await import(${module})
    stopWithParent()
    process.exitCode = await runChild(process.execPath, ['-e', ${JSON.stringify(patient)}], { cwd: '.' })`
  const parent = `
    require('node:child_process').spawn(process.execPath, ['--input-type=module', '-e', ${JSON.stringify(runner)}], { stdio: 'inherit' })`
  const started = spawn(process.execPath, ['-e', parent], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [said] = await once(started.stdout, 'data')
  const child = Number(String(said))
  expect(isAlive(child)).toBe(true)
  started.kill('SIGKILL')
  await expect.poll(() => isAlive(child), { timeout: 5000 }).toBe(false)
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
