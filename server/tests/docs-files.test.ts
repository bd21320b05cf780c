import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { listen } from '../cli/listen.ts'
import { png } from './file-app.ts'
import { testApp, testPassword } from './test-app.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/files.md'), 'utf8')
const run = promisify(execFile)

interface Example {
  readonly status: string
  /** What later examples need of the answer: name → path. */
  readonly saves: readonly (readonly [string, string])[]
  readonly command: string
}

const examples: readonly Example[] = [
  ...page.matchAll(/<!-- run: (\d+)(?: save:(.*?))? -->\n```sh\n(.*?)```/gs),
].map(([, status = '', saves = '', command = '']) => ({
  status,
  saves: [...saves.matchAll(/(\w+)=([\w.]+)/g)].map(([, name = '', at = '']) => [name, at] as const),
  command,
}))

/** The answer goes to a file, the status to standard output. */
const CURL = 'curl() { command curl -sS -o answer -w "%{http_code}" "$@"; };'

test('docs/files.md: every example does what the page says', async () => {
  const { app, dir, superuser, record, signIn } = await testApp()
  const account = { password: testPassword, passwordConfirm: testPassword }
  await record('users', { email: 'sri@example.com', ...account })
  const server = await listen(app, { host: '127.0.0.1', port: 0 })
  onTestFinished(() => server.close())
  const TOKEN = await signIn('users', 'sri@example.com')
  const known: Record<string, string> = { BASE: server.address, SUPERUSER: superuser, TOKEN }
  for (const name of ['soto.png', 'rawon.png']) writeFileSync(join(dir, name), png)
  writeFileSync(join(dir, 'soto.txt'), 'Boil it.')
  expect(examples).toHaveLength(page.split('```sh\n').length - 1)
  for (const { status, saves, command } of examples) {
    const env = { PATH: process.env['PATH'], ...known }
    const { stdout } = await run('sh', ['-c', CURL + command], { cwd: dir, env })
    const answer = readFileSync(join(dir, 'answer'), 'utf8')
    expect([stdout, stdout === status ? '' : answer], command).toEqual([status, ''])
    for (const [name, at] of saves) known[name] = valueAt(JSON.parse(answer), at)
  }
})

function valueAt(answer: unknown, path: string): string {
  const value = path.split('.').reduce<unknown>((at, key) => Object(at)[key], answer)
  expect(typeof value, path).toBe('string')
  return String(value)
}
