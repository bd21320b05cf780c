import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { runDapur, serveProcess, temporaryDir } from './serve-process.ts'
import type { Reply } from './test-app.ts'

const OWNER = { DAPUR_SUPERUSER_EMAIL: 'owner@example.com', DAPUR_SUPERUSER_PASSWORD: 'sambal-terasi-9' }

async function folder(): Promise<string> {
  const { dir, remove } = await temporaryDir()
  onTestFinished(remove)
  return dir
}

/** The JSON that a command prints at its end; what it shows on the way goes before it. */
function jsonOf({ output }: { readonly output: string }): Reply['json'] {
  return JSON.parse(output.slice(output.search(/^[[{]$/m)))
}

async function names(address: string): Promise<string[]> {
  const body = JSON.stringify({
    identity: OWNER.DAPUR_SUPERUSER_EMAIL,
    password: OWNER.DAPUR_SUPERUSER_PASSWORD,
  })
  const path = '/api/collections/_superusers/auth-with-password'
  const headers = { 'content-type': 'application/json' }
  const signedIn = await (await fetch(address + path, { method: 'POST', headers, body })).json()
  const authorization = String(Object(signedIn).token)
  const list: unknown = await (
    await fetch(`${address}/api/collections`, { headers: { authorization } })
  ).json()
  return Object(list).items.map(({ name }: { name: string }) => name)
}

test('dapur backup: made beside a running server, listed, verified, and restored when it is stopped', async () => {
  const dir = await folder()
  const server = await serveProcess(['--dir', dir], OWNER)
  onTestFinished(async () => void (await server.stop('SIGKILL')))
  const data = ['--dir', dir]
  const made = await runDapur(['backup', 'create', 'monday.zip', '--json', ...data])
  expect([made.code, jsonOf(made)]).toEqual([0, { key: 'monday.zip', size: expect.any(Number) }])
  expect((await runDapur(['backup', 'create', 'Monday.zip', ...data])).code).toBe(1)
  expect(await runDapur(['backup', 'create', ...data])).toMatchObject({
    code: 0,
    output: expect.stringMatching(/Made and verified pb_backup_acme_\d{14}\.zip/),
  })
  const listed = await runDapur(['backup', 'list', ...data])
  expect([listed.code, listed.output.match(/\.zip/g)]).toEqual([0, ['.zip', '.zip']])
  const verified = await runDapur(['backup', 'verify', 'monday.zip', '--json', ...data])
  expect([verified.code, jsonOf(verified)]).toMatchObject([0, { files: 'disk', missing: 0 }])
  const running = await runDapur(['backup', 'restore', 'monday.zip', ...data])
  expect([running.code, running.output]).toEqual([1, expect.stringContaining('another Dapur process')])
  expect(await names(server.address)).toContain('users')
  expect(await server.stop()).toBe(0)
  // Into another directory, from a file: that is how one moves.
  const other = await folder()
  copyFileSync(join(dir, 'backups/monday.zip'), join(other, 'moved.zip'))
  const moved = await runDapur(['backup', 'restore', join(other, 'moved.zip'), '--dir', join(other, 'data')])
  expect(moved).toMatchObject({ code: 0, output: expect.stringContaining('Restored') })
  expect(readdirSync(join(other, 'data/tmp'))).toEqual([])
  const second = await serveProcess(['--dir', join(other, 'data')])
  onTestFinished(async () => void (await second.stop('SIGKILL')))
  expect(second.output).not.toContain('no superuser')
  expect(await names(second.address)).toContain('users')
}, 120_000)

test('dapur backup says what is wrong, and ends with 1', async () => {
  const dir = await folder()
  const data = ['--dir', dir]
  const none = await runDapur(['backup', 'create', ...data])
  expect([none.code, none.output]).toEqual([1, expect.stringContaining('no database')])
  expect(readdirSync(dir)).toEqual([])
  expect((await runDapur(['backup', 'restore', 'nothing.zip', ...data])).output).toContain('nothing.zip')
  await runDapur(['superuser', 'create', 'owner@example.com', 'sambal-terasi-9', ...data])
  expect((await runDapur(['backup', 'create', 'a.zip', ...data])).code).toBe(0)
  const path = join(dir, 'backups/a.zip')
  const bytes = readFileSync(path)
  bytes.writeUInt8(bytes.readUInt8(500) ^ 0xff, 500)
  writeFileSync(join(dir, 'b.zip'), bytes)
  const before = readFileSync(join(dir, 'data.db'))
  for (const command of ['verify', 'restore']) {
    const { code, output } = await runDapur(['backup', command, join(dir, 'b.zip'), ...data])
    expect([command, code, output]).toEqual([command, 1, expect.stringMatching(/damaged|not what it was/)])
  }
  const told = await runDapur(['backup', 'verify', join(dir, 'b.zip'), '--json', ...data])
  expect([told.code, jsonOf(told)]).toEqual([1, { error: expect.stringMatching(/damaged|not what it was/) }])
  expect(readFileSync(join(dir, 'data.db')).equals(before)).toBe(true)
}, 120_000)
