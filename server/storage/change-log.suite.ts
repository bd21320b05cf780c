/** The change log, as tests for every dialect. */
import { expect, test } from 'vitest'
import { steps } from '../base/now.ts'
import {
  appendChange,
  appendDefinition,
  type LoggedChange,
  pruneChanges,
  readReach,
  tailChanges,
} from './change-log.ts'
import type { Storage } from './dialect.ts'
import {
  changesOf,
  deletedIn,
  firstChange,
  isDefinedAfter,
  newestChange,
  newestChanges,
} from './missed-changes.ts'

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

  const prune = (olderThan: string, keep: number, limit = 100, except: string[] = []): Promise<number> =>
    current().write((tx) =>
      steps(() => pruneChanges(tx, { olderThan, keep, limit, except: new Set(except) })),
    )

  test('a number is never given twice, even when the log was pruned to nothing', async () => {
    await append()
    const last = await append()
    expect(await prune(far, 0)).toBe(2)
    expect(await readReach(current().hot)).toEqual({ pruned: last, end: last })
    expect(await append()).toBe(last + 1)
  })

  test('pruning takes the old ones and what is beyond the number to keep, in slices', async () => {
    const days = ['01', '02', '03', '04', '05', '06']
    for (const day of days) await append(`2026-01-${day} 00:00:00.000Z`)
    expect(await prune('2026-01-03 00:00:00.000Z', 100)).toBe(2)
    expect(await prune('2026-01-01 00:00:00.000Z', 2, 1)).toBe(1)
    expect(await prune('2026-01-01 00:00:00.000Z', 2)).toBe(1)
    expect(await prune('2026-01-01 00:00:00.000Z', 2)).toBe(0)
    const left = await tailChanges(current().hot, 0, 100)
    expect(left.map(({ at }) => at.slice(8, 10))).toEqual(['05', '06'])
  })

  test('what has a history stays when the log is pruned, and counts as pruned', async () => {
    const kept = await append()
    const last = await current().write((tx) => appendChange(tx, { ...change, collection: 'pbc_2' }))
    expect(await prune(far, 100, 100, ['pbc_1'])).toBe(2)
    expect((await tailChanges(current().hot, 0, 100)).map(({ seq }) => seq)).toEqual([kept])
    expect(await readReach(current().hot)).toEqual({ pruned: last, end: last })
    expect(await prune(far, 100)).toBe(0)
  })

  test('of each record only its newest change is missed, and what was there before is known', async () => {
    const changed = (record: string, action: 'create' | 'update' | 'delete'): Promise<number> =>
      current().write((tx) =>
        appendChange(tx, { ...change, record, action, before: action === 'create' ? null : `"${record}"` }),
      )
    const start = await changed('a', 'create')
    const [first] = [await changed('a', 'update'), await changed('b', 'create')]
    const [ended, last] = [await changed('b', 'delete'), await changed('a', 'update')]
    const { hot } = current()
    const missed = async (after: number, limit: number): Promise<unknown[]> =>
      (await newestChanges(hot, 'pbc_1', { after, upTo: last, limit })).map(({ seq, record }) => [
        seq,
        record,
      ])
    expect(await missed(start, 10)).toEqual([
      [ended, 'b'],
      [last, 'a'],
    ])
    expect(await missed(start, 1)).toEqual([[ended, 'b']])
    expect(await missed(ended, 10)).toEqual([[last, 'a']])
    const a = { collection: 'pbc_1', record: 'a' }
    expect(await firstChange(hot, { ...a, after: start })).toMatchObject({ seq: first, before: '"a"' })
    expect(await newestChange(hot, { ...a, after: start })).toMatchObject({ seq: last })
    expect(await newestChange(hot, { ...a, after: last })).toBeUndefined()
    const all = await changesOf(hot, { ...a, after: start, limit: 5 })
    expect(all.map(({ seq }) => seq)).toEqual([last, first])
    expect(await deletedIn(hot, { after: start, upTo: last })).toEqual(['pbc_1'])
    expect(await deletedIn(hot, { after: ended, upTo: last })).toEqual([])
  })

  test('a definition stands in the log, and is nobody’s record', async () => {
    const start = await append()
    await current().write((tx) => appendDefinition(tx, { collection: 'pbc_1', at: change.at }))
    const { hot } = current()
    expect(await isDefinedAfter(hot, 'pbc_1', start)).toBe(true)
    expect(await isDefinedAfter(hot, 'pbc_1', start + 1)).toBe(false)
    expect(await isDefinedAfter(hot, 'pbc_2', start)).toBe(false)
    expect(await newestChanges(hot, 'pbc_1', { after: start, upTo: start + 1, limit: 10 })).toEqual([])
  })
}
