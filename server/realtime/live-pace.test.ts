import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Steps } from '../base/now.ts'
import { LivePace } from './live-pace.ts'
import type { LiveGroup } from './live-query.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A pace on a clock of its own, and lists that take some ms to read. */
function pace({ turn = 5 } = {}): {
  readonly pace: LivePace
  readonly group: (name: string, cost: number, isLate?: boolean) => LiveGroup
  readonly reads: string[]
  readonly pass: (ms: number) => Promise<void>
} {
  const costs = new Map<LiveGroup, { name: string; cost: number; isLate: boolean }>()
  const reads: string[] = []
  let worked = 0
  const began = Date.now()
  const clock = { now: () => Date.now(), steady: () => Date.now() - began + worked }
  function* refresh(group: LiveGroup): Steps<void> {
    const { name = '', cost = 0, isLate = false } = costs.get(group) ?? {}
    reads.push(name)
    if (isLate) yield new Promise((resolve) => setTimeout(resolve, cost))
    else worked += cost
  }
  return {
    pace: new LivePace({ clock, turn, refresh }),
    group(name, cost, isLate = false) {
      const group: LiveGroup = {
        key: name,
        catalog: { version: 1, all: [], find: () => undefined, byId: () => undefined },
        query: {
          collection: name,
          record: '*',
          filter: '',
          expand: '',
          fields: '',
          query: {},
          headers: {},
          sort: '',
          limit: 1,
        },
        reach: { collections: new Set(), isOwn: true, isPersonal: false, isTimed: false },
        // Any member will do: a group without one is not read.
        members: new Set([JSON.parse('{}')]),
        rows: undefined,
        size: 0,
        isDirty: false,
        isReading: false,
        rights: 0,
        notBefore: 0,
      }
      costs.set(group, { name, cost, isLate })
      return group
    },
    reads,
    pass: async (ms) => void (await vi.advanceTimersByTimeAsync(ms)),
  }
}

test('what happens in one turn is one read, and an idle list is read at once', async () => {
  const { pace: marks, group, reads, pass } = pace()
  const cheap = group('cheap', 0)
  for (let n = 0; n < 5; n++) marks.mark(cheap)
  await pass(1)
  expect(reads).toEqual(['cheap'])
  marks.mark(cheap)
  await pass(1)
  expect(reads).toHaveLength(2)
})

test('a costly list is read more rarely: it never takes more than a twentieth of the time', async () => {
  const { pace: marks, group, reads, pass } = pace()
  const costly = group('costly', 10)
  marks.mark(costly)
  await pass(1)
  marks.mark(costly)
  await pass(150)
  expect(reads).toEqual(['costly'])
  await pass(60)
  expect(reads).toEqual(['costly', 'costly'])
})

test('many lists leave half of the time to requests', async () => {
  const { pace: marks, group, reads, pass } = pace({ turn: 5 })
  for (let n = 0; n < 30; n++) marks.mark(group(`g${n}`, 2))
  await pass(1)
  const first = reads.length
  expect(first).toBeLessThanOrEqual(3)
  await pass(4)
  expect(reads).toHaveLength(first)
  await pass(400)
  expect(reads).toHaveLength(30)
})

test('lists that come late are few at a time, and nothing that happens meanwhile is missed', async () => {
  const { pace: marks, group, reads, pass } = pace()
  const late = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => group(name, 100, true))
  for (const one of late) marks.mark(one)
  await pass(50)
  expect(reads).toEqual(['a', 'b', 'c', 'd'])
  if (late[0]) marks.mark(late[0])
  await pass(80)
  expect(reads).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
  await pass(2100)
  expect(reads.at(-1)).toBe('a')
})

test('after the end nothing is read any more', async () => {
  const { pace: marks, group, reads, pass } = pace()
  const one = group('one', 0)
  marks.mark(one)
  marks.stop()
  marks.mark(group('two', 0))
  await pass(100)
  expect(reads).toEqual([])
})
