import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openApp } from '../app.ts'
import { autoBackup } from '../ops/backups/auto-backup.ts'
import { backupApp } from './backup-app.ts'

/** The clock of a house, so that a second is over when a test says so. */
function clockOf({ house }: { house: { clock: { now(): number } } }): { forward(ms: number): void } {
  const { clock: first } = house
  let ahead = 0
  const clock = { ...first, now: () => first.now() + ahead }
  Object.assign(house, { clock })
  return { forward: (ms) => (ahead += ms) }
}

test('services §6.3 the clock makes backups, and keeps the newest of its own', async () => {
  const { app, as, names, backup } = await backupApp()
  const clock = clockOf(app)
  await backup('mine.zip')
  await as('PATCH', '/api/settings', { backups: { cron: '0 0 * * *', cronMaxKeep: 2 } })
  const made: string[] = []
  for (let at = 0; at < 3; at++) {
    clock.forward(1000)
    const before = await names()
    await autoBackup(app.house)
    made.push(...(await names()).filter((name) => !before.includes(name)))
  }
  expect(made).toHaveLength(3)
  for (const name of made) expect(name).toMatch(/^@auto_pb_backup_acme_\d{14}\.zip$/)
  expect(await names()).toEqual([...made.slice(1), 'mine.zip'])
  expect((await as('DELETE', `/api/backups/${encodeURIComponent(made[2] ?? '')}`)).status).toBe(204)
}, 60_000)

test('services §5.4 O11 a backup that fails tells every superuser, and leaves the others alone', async () => {
  const mails: string[] = []
  const { app, dir, names, backup, record, as } = await backupApp({ printMail: (text) => mails.push(text) })
  const account = { password: 'sambal-terasi-9', passwordConfirm: 'sambal-terasi-9' }
  await record('_superusers', { email: 'second@example.com', ...account })
  await backup('mine.zip')
  // Nothing can be written where backups are made.
  rmSync(join(dir, 'tmp'), { recursive: true })
  writeFileSync(join(dir, 'tmp'), 'in the way')
  await expect(autoBackup(app.house)).rejects.toMatchObject({ code: 'backup_failed', status: 400 })
  const until = performance.now() + 10_000
  while (mails.length < 2) {
    expect(performance.now()).toBeLessThan(until)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  const text = mails.join('\n')
  for (const word of ['root@example.com', 'second@example.com', 'could not be made', 'tmp'])
    expect(text).toContain(word)
  expect(app.house.backups.lastFailure).toMatchObject({
    kind: 'create',
    message: expect.stringMatching(/tmp/),
  })
  expect(await names()).toEqual(['mine.zip'])
  rmSync(join(dir, 'tmp'))
  expect((await as('POST', '/api/backups', { name: 'next.zip' })).status).toBe(204)
  expect(app.house.backups.lastFailure).toBe(undefined)
}, 60_000)

test('O11 an app that is closed while a backup is made leaves nothing of it', async () => {
  const { app, dir, as, dish } = await backupApp()
  await dish(['name', 'Soto'])
  const answer = as('POST', '/api/backups', { name: 'late.zip' })
  await new Promise((resolve) => setTimeout(resolve, 50))
  await app.close()
  expect((await answer).status).toBe(400)
  const again = await openApp({ dir, durability: 'full', origins: ['*'], logLevel: 'silent' })
  onTestFinished(() => again.close())
  expect([readdirSync(join(dir, 'backups')), readdirSync(join(dir, 'tmp'))]).toEqual([[], []])
}, 60_000)
