import { rmSync } from 'node:fs'
import { cp, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import type { Log } from '../base/log.ts'
import { auxiliaryMigrations } from '../../migrations/auxiliary.ts'
import { LogBuffer } from '../ops/logs/log-buffer.ts'
import { SaidEntry } from '../ops/logs/said-entry.ts'
import { migrate } from '../storage/migrate.ts'
import { openAuxiliary } from '../storage/auxiliary.ts'
import { openApp } from '../app.ts'
import { testApp } from './test-app.ts'
import { smallDisk } from './small-disk.ts'

const disk = smallDisk(24)
afterAll(() => disk.remove())

test.skipIf(disk.whyNot)(
  'O2 on a full disk the logs wait, are dropped past a bound, and are written when there is room',
  async () => {
    const dir = join(disk.path, 'buffer')
    await mkdir(dir)
    const said: string[] = []
    const say = (_: object, message: string): number => said.push(message)
    const log: Log = { debug: say, info: say, warn: say, error: say }
    const auxiliary = openAuxiliary(dir)
    await migrate(auxiliary, auxiliaryMigrations)
    const buffer = new LogBuffer({ auxiliary, log })
    const add = (count: number): void => {
      for (let i = 0; i < count; i++)
        buffer.add(new SaidEntry(0, { padding: 'x'.repeat(300) }, 'full', Date.now()))
    }
    const count = async () => Number((await auxiliary.read('select count(*) from "_logs"', []))[0]?.[0])
    add(1)
    await buffer.flush()
    expect(await count()).toBe(1)
    disk.fill()
    add(20_000)
    await buffer.flush()
    await buffer.flush()
    expect(await count()).toBeLessThan(20_000)
    expect(buffer.lost).toBeGreaterThanOrEqual(9000)
    expect(said).toEqual([
      'there is no room for more log entries; they are dropped until the disk takes them',
      'the logs cannot be written; they wait in memory',
    ])
    disk.free()
    add(1)
    await buffer.flush()
    expect(await count()).toBe(20_002 - buffer.lost)
    expect(said.at(-1)).toBe('the logs are written again')
    await buffer.close()
    await auxiliary.close()
    rmSync(dir, { recursive: true })
  },
)

test.skipIf(disk.whyNot)(
  'O2 on a full disk requests go on, whatever becomes of their entries',
  async () => {
    const { dir: template, app: first } = await testApp()
    await first.close()
    const dir = join(disk.path, 'app')
    await cp(template, dir, { recursive: true })
    const app = await openApp({ dir, durability: 'normal', origins: ['*'], logLevel: 'silent' })
    disk.fill()
    const statuses = new Set<number>()
    for (let i = 0; i < 1500; i++)
      statuses.add((await app.fetch(new Request(`http://dapur.test/api/health?${'x'.repeat(200)}`))).status)
    await app.house.logs.buffer.flush()
    expect([...statuses]).toEqual([200])
    disk.free()
    await vi.waitFor(
      async () => {
        await app.house.logs.buffer.flush()
        const [row] = await app.house.logs.auxiliary.read('select count(*) from "_logs"', [])
        expect(Number(row?.[0])).toBeGreaterThanOrEqual(1500)
      },
      { timeout: 8000 },
    )
    await app.close()
    rmSync(dir, { recursive: true })
  },
  20_000,
)
