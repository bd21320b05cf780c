import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fromBase32, hotp } from '../auth/totp-code.ts'
import { type Reply, testApp, testPassword } from './test-app.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/auth.md'), 'utf8')

interface Example {
  readonly status: number
  /** What later examples need of the answer: name → path. */
  readonly saves: readonly (readonly [string, string])[]
  readonly command: string
}

test('docs/auth.md: every example does what the page says', async () => {
  const { call, superuser, record, signIn } = await testApp()
  await record('users', { email: 'sri@example.com', password: testPassword, passwordConfirm: testPassword })
  const known = new Map([
    ['BASE', ''],
    ['SUPERUSER', superuser],
  ])
  const examples = examplesOf(page)
  expect(examples.length).toBeGreaterThan(15)
  for (const { status, saves, command } of examples) {
    const { method, path, token, body } = readCommand(fill(command, known))
    const reply = await call(method, path, { ...(token && { token }), ...(body && { body }) })
    expect([reply.status, status === reply.status ? '' : reply.text], command).toEqual([status, ''])
    for (const [name, at] of saves) known.set(name, valueAt(reply, at))
    // A user of another session: the first one ends on the page.
    if (saves.some(([name]) => name === 'SESSION'))
      known.set('TOKEN2', await signIn('users', 'sri@example.com'))
    const secret = known.get('SECRET')
    if (secret) known.set('CODE', hotp(fromBase32(secret), Math.floor(Date.now() / 30_000)))
  }
})

test('every curl of the page is run', () => {
  expect(examplesOf(page)).toHaveLength(page.split('```sh\n').length - 1)
})

function examplesOf(text: string): Example[] {
  return [...text.matchAll(/<!-- run: (\d+)(.*?) -->\n```sh\n(.*?)```/gs)].map(
    ([, status, saves = '', command = '']) => ({
      status: Number(status),
      saves: [...saves.matchAll(/(\w+)=([\w.]+)/g)].map(([, name = '', at = '']) => [name, at] as const),
      command,
    }),
  )
}

function fill(command: string, known: ReadonlyMap<string, string>): string {
  return command.replaceAll(/'?\$(\w+)'?/g, (_, name: string) => {
    const value = known.get(name)
    if (value === undefined) throw new Error(`nothing is known of $${name} yet`)
    return value
  })
}

interface Command {
  readonly method: string
  readonly path: string
  readonly token: string | undefined
  readonly body: string | undefined
}

/** The few options of curl that the page uses. */
function readCommand(command: string): Command {
  const method = /-X (\w+)/.exec(command)?.[1] ?? 'GET'
  const path = /"(\/api\/[^"]*)"/.exec(command)?.[1]
  if (path === undefined) throw new Error(`there is no address in: ${command}`)
  return {
    method,
    path,
    token: /"Authorization: ([^"]*)"/.exec(command)?.[1],
    body: /-d '(.*)'/s.exec(command)?.[1],
  }
}

function valueAt(reply: Reply, path: string): string {
  const value: unknown = path.split('.').reduce((at, key) => at?.[key], reply.json)
  expect(typeof value, path).toBe('string')
  return String(value)
}
