import { chmod, mkdir, open, utimes, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { migrations } from '../../migrations/index.ts'
import { openApp, openHouse } from '../app.ts'
import { createSuperuser } from '../auth/superusers.ts'
import { type Diagnosis, diagnose } from '../ops/doctor/doctor.ts'
import type { House } from '../records/house.ts'
import { openDataDir } from '../storage/data-dir.ts'
import { runDapur, temporaryDir } from './serve-process.ts'

/** For tests that start several processes. */
const SLOW = 90_000

/** Data that a server has made and left well. */
async function dataDir(): Promise<string> {
  const { dir, remove } = await temporaryDir()
  onTestFinished(remove)
  const lock = openDataDir(dir)
  const app = await openApp({ dir, durability: 'full', origins: ['*'], logLevel: 'silent' })
  await createSuperuser(app.house, { email: 'owner@example.com', password: 'sambal-terasi-9' })
  await app.close()
  lock.release()
  return dir
}

interface Report {
  readonly states: Readonly<Record<string, string>>
  readonly said: Readonly<Record<string, string>>
}

async function examine(dir: string, key?: string): Promise<Report> {
  const states: Record<string, string> = {}
  const said: Record<string, string> = {}
  let opening: Promise<House> | undefined
  const open = () => openHouse({ dir, durability: 'full', logLevel: 'silent', sealKeys: { key } })
  const names = Object.keys(migrations)
  const house = () => (opening ??= open())
  for await (const { id, state, what } of diagnose({ dir, now: Date.now(), migrations: names, house })) {
    states[id] = state
    said[id] = what
  }
  await opening?.then(({ storage }) => storage.close()).catch(() => undefined)
  return { states, said }
}

const isFailed = ({ states }: Report): boolean => Object.values(states).includes('failed')

/** Every one of these has to be looked at; what a fresh directory has not is a warning. */
const whole = {
  node: 'ok',
  permissions: 'ok',
  disk: expect.stringMatching(/ok|warning/),
  ballast: 'ok',
  clock: 'ok',
  sqlite: 'ok',
  integrity: 'ok',
  'foreign-keys': 'ok',
  wal: 'ok',
  migrations: 'ok',
  superusers: 'ok',
  settings: 'ok',
  orphans: 'ok',
  backups: 'warning',
}

test(
  'the doctor finds nothing wrong with good data, beside a running server, and changes nothing',
  async () => {
    const dir = await dataDir()
    expect((await examine(dir)).states).toEqual(whole)
    const app = await openApp({ dir, durability: 'full', origins: ['*'], logLevel: 'silent' })
    onTestFinished(() => app.close())
    const json = await runDapur(['doctor', '--json', '--dir', dir])
    const report = JSON.parse(json.output)
    expect([json.code, report.isWell, report.dir]).toEqual([0, true, dir])
    expect(Object.fromEntries(report.checks.map((one: Diagnosis) => [one.id, one.state]))).toEqual(whole)
    const { output } = await runDapur(['doctor', '--dir', dir])
    expect(output).toMatch(/✔ integrity +The databases are whole\./)
    expect(output).toMatch(/! backups +There is no backup\.\n +Set backups\.cron/)
    expect((await app.fetch(new Request('http://dapur.test/api/health'))).status).toBe(200)
  },
  SLOW,
)

test(
  'the doctor ends with 1 when a check has failed',
  async () => {
    const dir = await dataDir()
    await chmod(dir, 0o755)
    const { code, output } = await runDapur(['doctor', '--dir', dir])
    expect([code, output]).toEqual([1, expect.stringMatching(/✘ permissions .*\n +Say: chmod 0700/)])
  },
  SLOW,
)

test('the doctor sees what is wrong', async () => {
  const dir = await dataDir()
  await chmod(dir, 0o755)
  const storage = join(dir, 'storage')
  const database = new Database(join(dir, 'data.db'))
  const users = String(database.prepare(`select id from _collections where name = 'users'`).pluck().get())
  database.prepare(`delete from _superusers`).run()
  database.prepare(`update _dapur_changes set at = '2999-01-01 00:00:00.000Z'`).run()
  database.exec(`
    insert into _params (id, value, created, updated) values ('settings', '{"smtp":{"password":"x"}}', '', '');
    create table a (id text primary key); create table b (a text references a (id));`)
  database.pragma('foreign_keys = off')
  database.exec(`insert into b values ('nowhere')`)
  database.close()
  await mkdir(join(storage, users, 'abcdefghijklmno'), { recursive: true })
  const stray = join(storage, users, 'abcdefghijklmno', 'stray.txt')
  await writeFile(stray, 'x')
  await utimes(stray, 1, 1)
  const backup = join(dir, 'backups', 'old.zip')
  await writeFile(backup, 'x')
  await utimes(backup, 1, 1)
  const { states, said } = await examine(dir)
  expect(states).toMatchObject({
    permissions: 'failed',
    clock: 'failed',
    'foreign-keys': 'failed',
    superusers: 'warning',
    settings: 'warning',
    orphans: 'warning',
    backups: 'warning',
    integrity: 'ok',
  })
  expect(said['foreign-keys']).toContain('in: b')
  expect(said['orphans']).toContain('1 stored files')
  expect(existsSync(stray)).toBe(true)
})

test('the doctor finds a damaged page, and does not open a house on it', async () => {
  const dir = await dataDir()
  const file = await open(join(dir, 'data.db'), 'r+')
  const { size } = await file.stat()
  const page = Buffer.alloc(4096, 0xa5)
  for (let at = 4096 * 4; at + 4096 < size; at += 4096 * 3) await file.write(page, 0, 4096, at)
  await file.close()
  const { states } = await examine(dir)
  expect([states['integrity'], states['sqlite']]).toContain('failed')
  expect(states).not.toHaveProperty('superusers')
})

test('the doctor says when data are of a newer version', async () => {
  const dir = await dataDir()
  const database = new Database(join(dir, 'data.db'))
  database
    .prepare(
      `insert into _dapur_migrations (name, timestamp) values ('9999_future', '2999-01-01T00:00:00.000Z')`,
    )
    .run()
  database.close()
  const { states, said } = await examine(dir)
  expect(states['migrations']).toBe('failed')
  expect(said['migrations']).toContain('9999_future')
})

test('the doctor says when settings are encrypted, and when the key is another one', async () => {
  const dir = await dataDir()
  const database = new Database(join(dir, 'data.db'))
  database.exec(
    `insert into _params (id, value, created, updated) values ('settings', '{"smtp":{"password":"x"}}', '', '')`,
  )
  database.close()
  const good = await examine(dir, 'abcdefghijklmnopqrstuvwxyz012345')
  expect([isFailed(good), good.said['settings']]).toEqual([false, 'The stored settings are encrypted.'])
  const bad = await examine(dir, '543210zyxwvutsrqponmlkjihgfedcba')
  expect([bad.states['settings'], bad.states['integrity']]).toEqual(['failed', 'ok'])
})

test(
  'the ballast is given back once',
  async () => {
    const dir = await dataDir()
    const free = () => runDapur(['doctor', '--free-ballast', '--dir', dir])
    expect(await free()).toMatchObject({ code: 0, output: expect.stringContaining('Freed 16,777,216 bytes') })
    expect(existsSync(join(dir, 'ballast'))).toBe(false)
    expect(await free()).toMatchObject({ code: 1, output: expect.stringContaining('There is no ballast') })
  },
  SLOW,
)

test(
  'migrations: all have run, and a command runs those that have not',
  async () => {
    const dir = await dataDir()
    const say = (...args: string[]) => runDapur(['migrate', ...args, '--dir', dir])
    const { code, output } = await say('status', '--json')
    const states: { name: string; ranAt?: string }[] = JSON.parse(output)
    expect(code).toBe(0)
    expect(states[0]).toEqual({ name: '0001_system', ranAt: expect.stringMatching(/^20\d\d-/) })
    expect(await say('up')).toMatchObject({ code: 0, output: 'Nothing was pending.\n' })
    const last = states.at(-1)?.name ?? ''
    const database = new Database(join(dir, 'data.db'))
    database.prepare('delete from _dapur_migrations where name = ?').run(last)
    database.close()
    expect(await say('status')).toMatchObject({
      code: 1,
      output: expect.stringContaining(`${last}  pending`),
    })
    expect(await runDapur(['migrate', 'status', '--dir', join(dir, 'nowhere')])).toMatchObject({ code: 1 })
    expect(existsSync(join(dir, 'nowhere'))).toBe(false)
  },
  SLOW,
)

test(
  'every command explains itself, and an unknown one is told where to look',
  async () => {
    for (const command of [['storage', 'move'], ['migrate', 'up'], ['migrate', 'status'], ['doctor']]) {
      const { code, output } = await runDapur([...command, '--help'])
      expect([code, output]).toEqual([0, expect.stringContaining(`Usage: dapur ${command.join(' ')}`)])
    }
    expect(await runDapur(['doctr'])).toMatchObject({ code: 1, output: expect.stringContaining('--help') })
    expect(await runDapur(['storage', 'move', '--to', 'moon'])).toMatchObject({ code: 1 })
    expect((await runDapur(['--version'])).output).toMatch(/^dapur \d+\.\d+\.\d+, Node v\d+/)
  },
  SLOW,
)
