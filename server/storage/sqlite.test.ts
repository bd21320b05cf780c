import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { testDialect } from './dialect.suite.ts'
import { lateStorage } from './late.suite.ts'
import { sqlite } from './sqlite.ts'

testDialect('SQLite', sqlite)
testDialect('SQLite, answering late', sqlite, lateStorage)

test('who comes after the end is told to come again', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'sqlite-'))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  const storage = await sqlite.open({ dir, durability: 'full' })
  await storage.close()
  await expect(storage.write(() => undefined)).rejects.toMatchObject({ code: 'storage_busy' })
  const late = async (): Promise<unknown> => storage.hot.all('SELECT 1', [])
  await expect(late()).rejects.toMatchObject({ code: 'storage_busy' })
})
