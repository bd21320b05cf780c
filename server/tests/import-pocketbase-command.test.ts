import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { openMove } from './imported-app.ts'
import { hashOf } from './pocketbase-fixture.ts'
import { serveProcess } from './serve-process.ts'

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))
const GUIDE = fileURLToPath(new URL('../../docs/moving.md', import.meta.url))

/** One command line of Dapur, run in a folder. */
function dapur(cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, ['--conditions=source', MAIN, ...args], {
    cwd,
    env: { PATH: process.env['PATH'], NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { out: '', error: '' }
  child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (said.error += chunk.toString()))
  const ended = once(child, 'close').then(([code]: (number | null)[]) => ({ code: code ?? null, ...said }))
  return { child, ended }
}

const clean = (db: { exec(sql: string): unknown }): void =>
  void db.exec(`UPDATE posts SET due = '', place = NULL WHERE id = 'post00000000003'`)

test('data §7.1 the commands of the guide, as they stand there, move an app', async () => {
  const { base } = await openMove({ alter: clean })
  const guide = readFileSync(GUIDE, 'utf8')
  const commands = [...guide.matchAll(/```sh\ndapur (.*)\n```/g)].map(([, line = '']) => line.split(' '))
  const [dry = [], real = [], serve = [], ...rest] = commands
  expect(rest).toEqual([])
  const first = await dapur(base, dry).ended
  expect(first).toMatchObject({ code: 0, out: expect.stringContaining('nothing was written') })
  expect(readdirSync(base)).toEqual(['pb_data'])
  const second = await dapur(base, real).ended
  expect(second).toMatchObject({ code: 0, out: expect.stringMatching(/posts \(base\) 4 of 4 records/) })
  expect(second.out).toMatch(/records a second, 1,000 a transaction/)
  expect(second.error).toMatch(/of 10\)\nDone\./)
  expect(serve).toEqual(['serve', '--dir', './data'])
  const server = await serveProcess(['--dir', join(base, 'data')])
  onTestFinished(async () => void (await server.stop('SIGKILL')))
  const titles = await (await fetch(`${server.address}/api/collections/titles/records`)).json()
  expect(titles).toMatchObject({ totalItems: 4 })
  expect(server.output).not.toContain('install')
})

test('data §7.1 the report as JSON, and an end of 2 when something was lost', async () => {
  const { base } = await openMove()
  const { code, out } = await dapur(base, ['import', 'pocketbase', './pb_data', '--json']).ended
  expect(code).toBe(2)
  expect(JSON.parse(out)).toMatchObject({
    isComplete: false,
    batchSize: 1000,
    settings: 'plain',
    files: { copied: 1 },
  })
  expect(existsSync(join(base, 'data', 'data.db'))).toBe(true)
  const again = await dapur(base, ['import', 'pocketbase', './pb_data', '--json']).ended
  expect([again.code, JSON.parse(again.out)]).toEqual([
    1,
    { refused: [expect.stringContaining('not empty')] },
  ])
  const plain = await dapur(base, ['import', 'pocketbase', './pb_data']).ended
  expect(plain).toMatchObject({
    code: 1,
    out: '',
    error: expect.stringContaining('Nothing was imported, because:'),
  })
})

test('data §7.3 the key of encrypted settings comes from the variable that is named', async () => {
  const key = '0123456789abcdef0123456789abcdef'
  const { base } = await openMove({ encryptionKey: key, alter: clean })
  const args = ['import', 'pocketbase', './pb_data', '--encryption-key-env', 'OLD_KEY']
  const missing = await dapur(base, args).ended
  expect(missing).toMatchObject({
    code: 1,
    error: expect.stringContaining('no environment variable OLD_KEY'),
  })
  expect(readdirSync(base)).toEqual(['pb_data'])
  const found = await dapur(base, args, { OLD_KEY: key }).ended
  expect(found).toMatchObject({ code: 0, out: expect.stringContaining('decrypted and taken') })
})

/** Move 60,000 records, and send this signal when the first are on their way. */
async function interrupt(signal: NodeJS.Signals) {
  const move = await openMove({ more: 60_000, alter: clean })
  const before = hashOf(move.source)
  const running = dapur(move.base, ['import', 'pocketbase', './pb_data', '--dir', './data'])
  await once(running.child.stderr, 'data')
  running.child.kill(signal)
  const { code, error } = await running.ended
  expect(error).not.toContain('Done')
  expect(hashOf(move.source)).toBe(before)
  return { ...move, code }
}

test('data §7.1 killed in the middle, there is no database, and the next try moves everything', async () => {
  const { code, target, run } = await interrupt('SIGKILL')
  expect(code).toBe(null)
  expect([existsSync(join(target, 'data.db')), readdirSync(join(target, 'storage'))]).toEqual([false, []])
  const report = await run()
  expect(report.collections.find(({ name }) => name === 'posts')?.records.taken).toBe(60_004)
})

test('data §7.1 stopped in the middle, everything is undone', async () => {
  const { code, base } = await interrupt('SIGTERM')
  expect([code, readdirSync(base)]).toEqual([1, ['pb_data']])
})
