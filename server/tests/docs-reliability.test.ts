import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')

test('docs/reliability.md describes each part of npm run faults, and no other', () => {
  const page = readFileSync(join(root, 'docs/reliability.md'), 'utf8')
  const source = readFileSync(join(root, 'tests/faults/run.ts'), 'utf8')
  const [, list = ''] = /const parts = \[(.*?)\] as const/s.exec(source) ?? []
  const parts = [...list.matchAll(/'([\w-]+)'/g)].map(([, name]) => name)
  expect(parts).not.toEqual([])
  const told = [...page.matchAll(/^- `--only ([\w-]+)`:/gm)].map(([, name]) => name)
  expect(new Set(told)).toEqual(new Set(parts))
  const named = [...page.matchAll(/--only ([\w-]+)/g)].map(([, name]) => name)
  expect(named.filter((name) => !parts.includes(name))).toEqual([])
})

test('docs/performance.md tells the goals that npm run bench holds the server to', async () => {
  const page = readFileSync(join(root, 'docs/performance.md'), 'utf8')
  const { scenarios } = await import('../../bench/scenarios/index.ts')
  const goals = scenarios.flatMap(({ name, goal }) => (goal > 0 && name !== 'health' ? [goal] : []))
  const rows = [...page.matchAll(/^\| [^|]+ \| 0\.\d\d \| (0\.\d\d) \|/gm)].map(([, goal]) => Number(goal))
  expect(rows).toHaveLength(goals.length)
  expect(new Set(rows)).toEqual(new Set(goals))
})
