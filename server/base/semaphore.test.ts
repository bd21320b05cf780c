import { expect, test } from 'vitest'
import { semaphore } from './semaphore.ts'

const full = new Error('full')

/** A work that ends when told. */
function gate(): { work: () => Promise<string>; open: () => void; fail: (error: Error) => void } {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  return { work: () => promise, open: () => resolve('done'), fail: reject }
}

test('only so many run at a time, the others in order of arrival', async () => {
  const gates = [gate(), gate(), gate(), gate()]
  const ended: number[] = []
  const line = semaphore({ slots: 2, queue: 2, refuse: () => full })
  const runs = gates.map(async (one, index) => {
    await line.run(one.work)
    ended.push(index)
  })
  expect([line.running, line.waiting]).toEqual([2, 2])
  gates[3]?.open()
  gates[1]?.open()
  await runs[1]
  expect([line.running, line.waiting]).toEqual([2, 1])
  gates[2]?.open()
  await runs[3]
  expect(ended).toEqual([1, 2, 3])
  gates[0]?.open()
  await Promise.all(runs)
  expect([line.running, line.waiting]).toEqual([0, 0])
})

test('who finds the line full is refused at once, and the line goes on', async () => {
  const first = gate()
  const line = semaphore({ slots: 1, queue: 0, refuse: () => full })
  const run = line.run(first.work)
  await expect(line.run(async () => 'late')).rejects.toBe(full)
  first.open()
  await expect(run).resolves.toBe('done')
  await expect(line.run(async () => 'next')).resolves.toBe('next')
})

test('a work that fails frees its slot', async () => {
  const broken = gate()
  const line = semaphore({ slots: 1, queue: 1, refuse: () => full })
  const run = line.run(broken.work)
  const next = line.run(async () => 'next')
  broken.fail(new Error('broken'))
  await expect(run).rejects.toThrow('broken')
  await expect(next).resolves.toBe('next')
  expect(line.running).toBe(0)
})
