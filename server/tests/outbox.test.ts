import { expect, test, vi } from 'vitest'
import { openApp } from '../app.ts'
import { postOffice, type PostOffice, tokenIn, useSmtp } from './post-office.ts'
import { testApp, type TestApp, testPassword } from './test-app.ts'

const USERS = '/api/collections/users'
const EMAIL = 'siti@example.com'

interface Place extends TestApp {
  readonly post: PostOffice
  readonly ask: (name: string, email?: string) => Promise<unknown>
  /** Columns of the letters that are in the outbox. */
  readonly letters: (columns: string) => Promise<unknown[][]>
  /** Let every letter be due, and somebody come by. */
  readonly hurry: () => Promise<void>
}

async function place(): Promise<Place> {
  const app = await testApp()
  const post = await postOffice()
  await useSmtp(app, post)
  await app.record('users', { email: EMAIL, password: testPassword, passwordConfirm: testPassword })
  await app.call('PATCH', USERS, { token: app.superuser, body: { otp: { enabled: true } } })
  const { storage, outbox } = app.app.house
  return {
    ...app,
    post,
    async ask(name, email = EMAIL) {
      const { json } = await app.call('POST', `${USERS}/${name}`, { body: { email } })
      return json
    },
    letters: async (columns) => storage.hot.all(`select ${columns} from "_dapur_outbox" order by "id"`, []),
    async hurry() {
      await storage.write((tx) => tx.run('update "_dapur_outbox" set "due" = 0 where "due" is not null', []))
      outbox.start()
    },
  }
}

test('a letter leaves the outbox when it is sent, and no secret was in it', async () => {
  const { ask, letters, post } = await place()
  post.refuse = 450
  await ask('request-password-reset')
  await vi.waitFor(async () => expect(await letters('"attempts", "error" <> \'\'')).toEqual([[1, 1]]))
  expect(JSON.stringify(await letters('*'))).not.toContain('eyJ')
  expect(post.mails).toEqual([])
})

test('what the server does not take now is tried again, under the same Message-ID', async () => {
  const { ask, letters, post, hurry } = await place()
  const seen: unknown[] = []
  post.refuse = 450
  await ask('request-verification')
  await vi.waitFor(async () => expect(await letters('"error" <> \'\'')).toEqual([[1]]))
  seen.push(...(await letters('"id"')).flat())
  post.refuse = undefined
  await hurry()
  const mail = await post.mailTo(EMAIL)
  expect(mail.messageId).toBe(`<${String(seen[0])}@example.com>`)
  await vi.waitFor(async () => expect(await letters('"id"')).toEqual([]))
})

test('what the server will never take is given up at once, and kept to be looked at', async () => {
  const { ask, letters, post, hurry } = await place()
  post.refuse = 550
  await ask('request-verification')
  await vi.waitFor(async () => expect(await letters('"due", "attempts"')).toEqual([[null, 1]]))
  await hurry()
  expect(await letters('"due", "attempts"')).toEqual([[null, 1]])
})

test('after six tries a letter is given up', async () => {
  const { ask, letters, post, hurry } = await place()
  post.refuse = 450
  await ask('request-verification')
  for (let tries = 1; tries <= 6; tries++) {
    await vi.waitFor(async () => expect(await letters('"attempts", "error" <> \'\'')).toEqual([[tries, 1]]))
    await vi.waitFor(async () => expect(await letters('"due" is null')).toEqual([[tries === 6 ? 1 : 0]]))
    await hurry()
  }
  expect(await letters('"attempts"')).toEqual([[6]])
})

test('services §2.6 a code whose mail cannot be sent is taken back', async () => {
  const { ask, post, app } = await place()
  post.refuse = 550
  await ask('request-otp')
  await vi.waitFor(async () => {
    expect(await app.house.storage.hot.all('select "id" from "_otps"', [])).toEqual([])
  })
})

test('a letter that was under way when the process ended is sent by the next one, the token made anew', async () => {
  const { ask, letters, post, dir, app } = await place()
  post.refuse = 450
  await ask('request-verification')
  await vi.waitFor(async () => expect(await letters('"error" <> \'\'')).toEqual([[1]]))
  await app.house.storage.write((tx) => tx.run('update "_dapur_outbox" set "due" = 0', []))
  await app.close()
  post.refuse = undefined
  const next = await openApp({ dir, durability: 'full', origins: ['*'], logLevel: 'silent' })
  expect(tokenIn(await post.mailTo(EMAIL))).toMatch(/^eyJ/)
  await vi.waitFor(async () => {
    expect(await next.house.storage.hot.all('select "id" from "_dapur_outbox"', [])).toEqual([])
  })
  await next.close()
})

test('nothing goes to an address that is not the account’s any more', async () => {
  const { ask, letters, post, hurry, call, superuser } = await place()
  post.refuse = 450
  await ask('request-password-reset')
  await vi.waitFor(async () => expect(await letters('"error" <> \'\'')).toEqual([[1]]))
  const { items } = (await call('GET', `${USERS}/records`, { token: superuser })).json
  await call('PATCH', `${USERS}/records/${items[0].id}`, {
    token: superuser,
    body: { email: 'new@example.com' },
  })
  post.refuse = undefined
  await hurry()
  await vi.waitFor(async () => expect(await letters('"id"')).toEqual([]))
  expect(post.mails).toEqual([])
})

test('many mails leave side by side, each once', async () => {
  const { ask, record, post, letters } = await place()
  const emails = Array.from({ length: 20 }, (_, i) => `user${i}@example.com`)
  for (const email of emails)
    await record('users', { email, password: testPassword, passwordConfirm: testPassword })
  await Promise.all(emails.map((email) => ask('request-verification', email)))
  await vi.waitFor(async () => expect(await letters('"id"')).toEqual([]), { timeout: 5000 })
  const receivers = post.mails.map(({ to }) => (Array.isArray(to) ? '' : (to?.text ?? ''))).toSorted()
  expect(receivers).toEqual(emails.toSorted())
})

test('without SMTP a mail is printed with its link', async () => {
  const printed: string[] = []
  const { call, record } = await testApp({ printMail: (text) => printed.push(text) })
  await record('users', { email: EMAIL, password: testPassword, passwordConfirm: testPassword })
  await call('POST', `${USERS}/request-verification`, { body: { email: EMAIL } })
  await vi.waitFor(() => expect(printed).toHaveLength(1))
  expect(printed[0]).toContain(`Mail to ${EMAIL}`)
  expect(printed[0]).toMatch(/http:\/\/localhost:8090\/_\/#\/auth\/confirm-verification\/eyJ[\w.-]+/)
})
