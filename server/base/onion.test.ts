import { expect, test } from 'vitest'
import { type Layer, runOnion } from './onion.ts'

const layer =
  (name: string): Layer<string[]> =>
  async (log, next) => {
    log.push(`${name} in`)
    await next()
    log.push(`${name} out`)
  }

test('layers stand inside each other around the core', async () => {
  const log: string[] = []
  await runOnion([layer('a'), layer('b')], log, () => Promise.resolve(void log.push('core')))
  expect(log).toEqual(['a in', 'b in', 'core', 'b out', 'a out'])
})

test('an error passes outwards until a layer catches it', async () => {
  const log: string[] = []
  const catching: Layer<string[]> = (_, next) =>
    next().catch((error: unknown) => void log.push(String(error)))
  await runOnion([catching, layer('a')], log, () => Promise.reject(new Error('core')))
  expect(log).toEqual(['a in', 'Error: core'])
  await expect(runOnion([layer('a')], log, () => Promise.reject(new Error('out')))).rejects.toThrow('out')
})

test('without next() nothing further in runs, a second one is an error, and one that nobody awaits is waited for', async () => {
  let cores = 0
  const core = async (): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, 10))
    cores++
  }
  await runOnion([() => {}], undefined, core)
  expect(cores).toBe(0)
  await runOnion([(_, next) => void next()], undefined, core)
  expect(cores).toBe(1)
  const twice: Layer<undefined> = async (_, next) => {
    await next()
    await next()
  }
  await expect(runOnion([twice], undefined, core)).rejects.toThrow('twice')
  expect(cores).toBe(2)
})
