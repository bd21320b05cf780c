import { statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { formatTime } from '../base/clock.ts'
import { forgetOldLogs } from '../ops/logs/forget-old-logs.ts'
import { logApp, type LogApp } from './log-app.ts'

const DAY = 24 * 60 * 60 * 1000

async function ages({ put }: LogApp): Promise<void> {
  const before = (days: number): string => formatTime(Date.now() - days * DAY)
  await put({ id: 'fresh', created: before(0.5) })
  await put({ id: 'four', created: before(4) })
  await put({ id: 'six', created: before(6) })
  await put({ id: 'broken', created: before(0.1), level: 8 })
}

async function kept({ app }: LogApp): Promise<unknown[]> {
  await app.house.logs.settle()
  const rows = await app.house.logs.auxiliary.read(
    `select "id" from "_logs" where "message" = '' order by "id"`,
    [],
  )
  return rows.map(([id]) => id)
}

test('services §6.1 the job forgets what is older than maxDays, in slices', async () => {
  const app = await logApp()
  await ages(app)
  const { auxiliary } = app.app.house.logs
  await auxiliary.append(
    'insert into "_logs" ("id", "level", "message", "data", "created") values (?, ?, ?, ?, ?)',
    Array.from({ length: 12_000 }, (_, index) => [`old${index}`, 0, '', '{}', '2020-01-01 00:00:00.000Z']),
  )
  await forgetOldLogs(app.app.house)
  expect(await kept(app)).toEqual(['broken', 'four', 'fresh'])
})

test('services §5.2 other settings forget at once what they keep no more', async () => {
  const app = await logApp()
  await ages(app)
  await app.settings({ maxDays: 3 })
  expect(await kept(app)).toEqual(['broken', 'fresh'])
  await app.settings({ minLevel: 4 })
  expect(await kept(app)).toEqual(['broken'])
})

test('services §5.2 maxDays = 0 forgets everything, and the disk gets its room back', async () => {
  const app = await logApp()
  const file = join(app.dir, 'auxiliary.db')
  const big = Array.from({ length: 500 }, (_, index) => [
    `big${index}`,
    0,
    '',
    'x'.repeat(10_000),
    '2026-05-01',
  ])
  await app.app.house.logs.auxiliary.append(
    'insert into "_logs" ("id", "level", "message", "data", "created") values (?, ?, ?, ?, ?)',
    big,
  )
  await app.app.house.logs.auxiliary.compact()
  expect(statSync(file).size).toBeGreaterThan(4_000_000)
  await app.settings({ maxDays: 0 })
  expect(await kept(app)).toEqual([])
  expect(statSync(file).size).toBeLessThan(200_000)
})
