/** The change log, as tests for every dialect. */
import { expect, test } from 'vitest'
import { appendChange, pruneChanges, tailChanges, type LoggedChange } from './change-log.ts'
import type { Storage } from './dialect.ts'

const change: Omit<LoggedChange, 'seq'> = {
  collection: 'pbc_1',
  record: 'r1',
  action: 'create',
  actor: null,
  before: null,
  at: '2026-01-01 00:00:00.000Z',
}
const far = '2030-01-01 00:00:00.000Z'

export function testChangeLog(current: () => Storage): void {
  const append = (at = change.at): Promise<number> =>
    current().write((tx) => appendChange(tx, { ...change, at }))

  test('changes are numbered in commit order and can be read from any point', async () => {
    const first = await append()
    const update = { ...change, action: 'update', actor: 'pbc_2/u1', before: '{"id":"r1"}' } as const
    const second = await current().write((tx) => appendChange(tx, update))
    expect(second).toBeGreaterThan(first)
    expect(await tailChanges(current().hot, first, 10)).toEqual([{ ...update, seq: second }])
    expect(await tailChanges(current().hot, 0, 1)).toEqual([{ ...change, seq: first }])
  })

  test('a number is never given twice, even when the log was pruned to nothing', async () => {
    await append()
    const last = await append()
    const prune = current().write((tx) => pruneChanges(tx, { olderThan: far, keep: 10, limit: 10 }))
    expect(await prune).toBe(2)
    expect(await append()).toBeGreaterThan(last)
  })

  test('pruning takes the old ones and what is beyond the number to keep, in slices', async () => {
    const days = ['01', '02', '03', '04', '05', '06']
    for (const day of days) await append(`2026-01-${day} 00:00:00.000Z`)
    const prune = (olderThan: string, keep: number, limit = 100): Promise<number> =>
      current().write((tx) => pruneChanges(tx, { olderThan, keep, limit }))
    expect(await prune('2026-01-03 00:00:00.000Z', 100)).toBe(2)
    expect(await prune('2026-01-01 00:00:00.000Z', 2, 1)).toBe(1)
    expect(await prune('2026-01-01 00:00:00.000Z', 2)).toBe(1)
    const left = await tailChanges(current().hot, 0, 100)
    expect(left.map(({ at }) => at.slice(8, 10))).toEqual(['05', '06'])
  })
}
