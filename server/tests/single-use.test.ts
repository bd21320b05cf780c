import { expect, test } from 'vitest'
import { postOffice, type PostOffice, tokenIn, useSmtp } from './post-office.ts'
import { type Reply, testApp, type TestApp, testPassword } from './test-app.ts'

const USERS = '/api/collections/users'
const EMAIL = 'siti@example.com'
const AT_ONCE = 20

interface Place extends TestApp {
  readonly post: PostOffice
  readonly to: (name: string, body: object, token?: string) => Promise<Reply>
  readonly race: (name: string, bodies: (i: number) => object) => Promise<number[]>
}

async function place(): Promise<Place> {
  const app = await testApp()
  const post = await postOffice()
  await useSmtp(app, post)
  await app.record('users', { email: EMAIL, password: testPassword, passwordConfirm: testPassword })
  const to: Place['to'] = (name, body, token) =>
    app.call('POST', `${USERS}/${name}`, { body, ...(token ? { token } : {}) })
  return {
    ...app,
    post,
    to,
    async race(name, bodies) {
      const all = await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => to(name, bodies(i))))
      return all.map(({ status }) => status).toSorted((a, b) => a - b)
    },
  }
}

const oneWinner = [204, ...Array.from({ length: AT_ONCE - 1 }, () => 400)]

test('§2.8 A7 of many at once with one link for a new password one wins', async () => {
  const { to, post, race } = await place()
  await to('request-password-reset', { email: EMAIL })
  const token = tokenIn(await post.mailTo(EMAIL))
  const next = (i: number): string => `rendang-padang-${i}`
  expect(
    await race('confirm-password-reset', (i) => ({ token, password: next(i), passwordConfirm: next(i) })),
  ).toEqual(oneWinner)
})

test('§2.8 A7 of many at once with one link for a new address one wins', async () => {
  const { to, post, race, signIn } = await place()
  const newEmail = 'new@example.com'
  await to('request-email-change', { newEmail }, await signIn('users', EMAIL))
  const token = tokenIn(await post.mailTo(newEmail))
  expect(await race('confirm-email-change', () => ({ token, password: testPassword }))).toEqual(oneWinner)
})

test('§2.8 A7 a link that verifies changes the account once, however often it is used', async () => {
  const { to, post, race, app } = await place()
  await to('request-verification', { email: EMAIL })
  const token = tokenIn(await post.mailTo(EMAIL))
  const updates: unknown[] = []
  app.house.changes.onCommit.add((change) => change.collection.name === 'users' && updates.push(change))
  expect(new Set(await race('confirm-verification', () => ({ token })))).toEqual(new Set([204]))
  expect(updates).toHaveLength(1)
})

test('§1.3 A6 every link dies with the password and with the address', async () => {
  const { to, post, call, superuser, signIn } = await place()
  const session = await signIn('users', EMAIL)
  await to('request-password-reset', { email: EMAIL })
  const reset = tokenIn(await post.mailTo(EMAIL))
  await to('request-verification', { email: EMAIL })
  const verification = tokenIn(await post.mailTo(EMAIL))
  await to('request-email-change', { newEmail: 'new@example.com' }, session)
  const change = tokenIn(await post.mailTo('new@example.com'))
  const { items } = (await call('GET', `${USERS}/records`, { token: superuser })).json
  const password = 'rendang-padang-1'
  await call('PATCH', `${USERS}/records/${items[0].id}`, {
    token: superuser,
    body: { password, passwordConfirm: password },
  })
  const refused = await Promise.all([
    to('confirm-password-reset', { token: reset, password, passwordConfirm: password }),
    to('confirm-verification', { token: verification }),
    to('confirm-email-change', { token: change, password }),
  ])
  for (const { status, json } of refused) {
    expect([status, json.data.token.code]).toEqual([400, 'validation_invalid_token'])
  }
})

test('§2.8 A12 equal answers, and equal work, for addresses with and without an account', async () => {
  const { to, app, post } = await place()
  const jobs: number[] = []
  const { storage } = app.house
  const write = storage.write.bind(storage)
  let count = 0
  Object.assign(storage, { write: (job: Parameters<typeof write>[0]) => (count++, write(job)) })
  await app.house.outbox.close()
  for (const name of ['request-verification', 'request-password-reset']) {
    for (const email of [EMAIL, 'nobody@example.com']) {
      count = 0
      const { status, text } = await to(name, { email })
      expect([status, text]).toEqual([204, ''])
      jobs.push(count)
    }
  }
  expect(jobs).toEqual([1, 1, 1, 1])
  expect(post.mails).toEqual([])
})
