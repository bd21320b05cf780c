import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { listen } from '../cli/listen.ts'
import { backupApp } from './backup-app.ts'
import { runDapur, temporaryDir } from './serve-process.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/operations.md'), 'utf8')
const run = promisify(execFile)
const examples = [...page.matchAll(/<!-- backup: (\w+) -->\n```sh\n(.*?)```/gs)].map(
  ([, kind = '', text = '']) => ({ kind, text }),
)
const CURL = 'curl() { command curl -sS -o answer -w "%{http_code}" "$@"; };'

test('docs/operations.md: requests about backups do what the page says', async () => {
  const { app, dir, superuser, idle } = await backupApp()
  const server = await listen(app, { host: '127.0.0.1', port: 0 })
  onTestFinished(() => server.close())
  const requests = examples.filter(({ kind }) => kind !== 'commands')
  expect(requests).toHaveLength(2)
  for (const { kind, text } of requests) {
    const env = { PATH: process.env['PATH'], BASE: server.address, SUPERUSER: superuser }
    const { stdout } = await run('sh', ['-c', CURL + text], { cwd: dir, env })
    expect([text, stdout]).toEqual([text, kind])
    await idle()
    expect(app.house.backups.lastFailure).toBe(undefined)
  }
}, 60_000)

test('docs/operations.md: commands about backups do what the page says', async () => {
  const { dir, remove } = await temporaryDir()
  onTestFinished(remove)
  const created = ['superuser', 'create', 'sri@example.com', 'sambal-terasi-9', '--dir', dir]
  expect((await runDapur(created)).code).toBe(0)
  const commands = examples
    .filter(({ kind }) => kind === 'commands')
    .flatMap(({ text }) => text.trim().split('\n'))
  expect(commands).toHaveLength(4)
  for (const command of commands) {
    const [program, ...words] = command.split(' ')
    const { code, output } = await runDapur([...words, '--dir', dir])
    expect([program, command, code, code === 0 ? '' : output]).toEqual(['dapur', command, 0, ''])
  }
}, 120_000)
