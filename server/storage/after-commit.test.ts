import { expect, test } from 'vitest'
import { afterCommit } from './after-commit.ts'

test('works run in their order in a later turn, however many a commit has', async () => {
  const after = afterCommit()
  let count = 0
  const seen: number[] = []
  after.push(Array.from({ length: 300_000 }, () => () => void count++))
  after.push([() => void seen.push(count)])
  expect(count).toBe(0)
  await after.drained()
  expect([count, seen]).toEqual([300_000, [300_000]])
})
