import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { takeFileLock } from '../storage/file-lock.ts'
import { backupLockOf } from '../ops/backups/desk.ts'
import { backupApp } from './backup-app.ts'
import { file } from './file-app.ts'

const RECORDS = '/api/collections/dishes/records'

test('while a backup is made, in whatever process, files that are let go of stay', async () => {
  const { app, as, dish, dir, id, stored } = await backupApp()
  const made = await dish(['photo', file('a.png')])
  const kept = await dish(['photo', file('b.png')])
  const place = join(dir, 'storage', id, made.id, made.photo)
  // As a command beside the server holds it.
  const lock = takeFileLock(backupLockOf(dir))
  expect((await as('POST', '/api/backups', { name: 'a.zip' })).status).toBe(400)
  await as('DELETE', `${RECORDS}/${made.id}`)
  await app.house.fileKeeper.settled()
  expect(existsSync(place)).toBe(true)
  lock?.release()
  const until = performance.now() + 10_000
  while (existsSync(place)) {
    expect(performance.now()).toBeLessThan(until)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  expect(stored()).toEqual([`${id}/${kept.id}/${kept.photo}`])
}, 60_000)

test('a file that was gone before is said to be missing, and the backup is made', async () => {
  const { app, dish, dir, id, backup, restore, as, get } = await backupApp()
  const made = await dish(['name', 'Soto'], ['photo', file('a.png')])
  rmSync(join(dir, 'storage', id, made.id), { recursive: true })
  await backup('a.zip')
  await restore('a.zip')
  expect((await as('GET', `${RECORDS}/${made.id}`)).json.photo).toBe(made.photo)
  expect((await get(`/api/files/dishes/${made.id}/${made.photo}`)).status).toBe(404)
  expect(app.house.backups.lastFailure).toBe(undefined)
}, 60_000)
