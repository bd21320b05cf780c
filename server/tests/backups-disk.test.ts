import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, expect, onTestFinished, test } from 'vitest'
import { openApp } from '../app.ts'
import { createSuperuser } from '../auth/superusers.ts'
import { autoBackup } from '../ops/backups/auto-backup.ts'
import { requestBackup } from '../ops/backups/request-backup.ts'
import { startRestore } from '../ops/backups/restore-backup.ts'
import { smallDisk } from './small-disk.ts'

const disk = smallDisk(64)
afterEach(() => disk.free())
afterAll(() => disk.remove())

test.skipIf(disk.whyNot)(
  'O11 on a full disk a backup fails aloud, those that are there stay, and nothing of it is left',
  async () => {
    const dir = mkdtempSync(join(disk.path, 'data-'))
    mkdirSync(join(dir, 'tmp'))
    const mails: string[] = []
    const app = await openApp({
      dir,
      durability: 'full',
      origins: ['*'],
      logLevel: 'silent',
      printMail: (text) => mails.push(text),
    })
    onTestFinished(async () => {
      disk.free()
      await app.close()
      rmSync(dir, { recursive: true, force: true })
    })
    await createSuperuser(app.house, { email: 'owner@example.com', password: 'sambal-terasi-9' })
    await requestBackup(app.house, { name: 'before.zip' })
    disk.fill()
    await expect(requestBackup(app.house, { name: 'full.zip' })).rejects.toMatchObject({ status: 507 })
    await expect(autoBackup(app.house)).rejects.toMatchObject({ status: 507 })
    const until = performance.now() + 10_000
    while (mails.length === 0) {
      expect(performance.now()).toBeLessThan(until)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    expect(mails[0]).toContain('owner@example.com')
    expect(readdirSync(join(dir, 'backups')).filter((name) => name.endsWith('.zip'))).toEqual(['before.zip'])
    // A restore finds no room either, and says so before it begins.
    await startRestore(app.house, 'before.zip')
    while (app.house.backups.current) await new Promise((resolve) => setTimeout(resolve, 5))
    expect(app.house.backups.lastFailure).toMatchObject({ kind: 'restore' })
    expect(readdirSync(join(dir, 'tmp'))).toEqual([])
    disk.free()
    await requestBackup(app.house, { name: 'after.zip' })
  },
  60_000,
)
