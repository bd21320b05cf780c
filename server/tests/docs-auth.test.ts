import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runInThisContext } from 'node:vm'
import PocketBase from 'pocketbase'
import { expect, onTestFinished, test, vi } from 'vitest'
import { fromBase32, hotp } from '../auth/totp-code.ts'
import { listen } from '../cli/listen.ts'
import { type Reply, testApp, type TestApp, testPassword } from './test-app.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/auth.md'), 'utf8')

interface Example {
  readonly status: number
  /** What later examples need of the answer: name → path, or `mail` for what the next mail says. */
  readonly saves: readonly (readonly [string, string])[]
  readonly command: string
}

interface Reader extends TestApp {
  /** The token in the link, or the code, of the next mail that was printed. */
  readonly nextMail: () => Promise<string>
}

/** An app with the people of the page. */
async function reader(): Promise<Reader> {
  const mails: string[] = []
  const app = await testApp({ printMail: (text) => void mails.push(text) })
  const password = { password: testPassword, passwordConfirm: testPassword }
  await app.record('users', { email: 'sri@example.com', ...password, verified: true })
  await app.record('users', { email: 'ayu@example.com', ...password })
  return {
    ...app,
    nextMail: async () =>
      vi.waitFor(() => {
        const mail = mails.shift() ?? ''
        const [, token] = /auth\/[\w-]+\/([\w.-]+)/.exec(mail) ?? []
        const secret = token ?? /\b\d{8}\b/.exec(mail)?.[0]
        if (secret === undefined) throw new Error('there is no mail with a link or a code yet')
        return secret
      }, 5000),
  }
}

test('docs/auth.md: every example does what the page says', async () => {
  const { call, superuser, signIn, nextMail } = await reader()
  const known = new Map([
    ['BASE', ''],
    ['SUPERUSER', superuser],
  ])
  const examples = examplesOf(page)
  expect(examples.length).toBeGreaterThan(40)
  for (const { status, saves, command } of examples) {
    const { method, path, token, body } = readCommand(fill(command, known))
    const reply = await call(method, path, { ...(token && { token }), ...(body && { body }) })
    expect([reply.status, status === reply.status ? '' : reply.text], command).toEqual([status, ''])
    for (const [name, at] of saves) known.set(name, at === 'mail' ? await nextMail() : valueAt(reply, at))
    // A user of another session: the first one ends on the page.
    if (saves.some(([name]) => name === 'SESSION'))
      known.set('TOKEN2', await signIn('users', 'sri@example.com'))
    const secret = known.get('SECRET')
    if (secret) known.set('CODE', hotp(fromBase32(secret), Math.floor(Date.now() / 30_000)))
  }
})

test('docs/auth.md: every line of JavaScript runs with the official SDK', async () => {
  const { app, superuser, nextMail } = await reader()
  const server = await listen(app, { host: '127.0.0.1', port: 0 })
  onTestFinished(() => server.close())
  const [pb, admin] = [new PocketBase(server.address), new PocketBase(server.address)]
  admin.authStore.save(superuser)
  const known: Record<string, unknown> = { pb, admin }
  const blocks = [...page.matchAll(/<!-- js(.*?) -->\n```js\n(.*?)```/gs)]
  expect(blocks.length).toBeGreaterThan(12)
  for (const [, more = '', code = ''] of blocks) {
    const kept = /keeps ([\w ]+)/.exec(more)?.[1]?.split(' ') ?? []
    // What a block names itself it does not get.
    const given = Object.keys(known).filter(
      (name) => !code.includes(`const ${name} `) && !kept.includes(name),
    )
    const story = `(async ({ ${given.join()} }) => { ${code}\nreturn { ${kept.join()} } })`
    const run: unknown = runInThisContext(story)
    if (typeof run !== 'function') throw new Error(`this cannot be run: ${code}`)
    Object.assign(known, await run(known))
    const gives = /mail gives (\w+)/.exec(more)?.[1]
    if (gives) known[gives] = await nextMail()
  }
  expect(pb.authStore.isValid).toBe(true)
})

test('every curl of the page is run, and every JavaScript that needs no browser', () => {
  expect(examplesOf(page)).toHaveLength(page.split('```sh\n').length - 1)
  const marked = page.match(/<!-- (?:js.*?|browser) -->\n```js\n/g) ?? []
  expect(marked).toHaveLength(page.split('```js\n').length - 1)
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
