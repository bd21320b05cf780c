import { expect, onTestFinished, test } from 'vitest'
import { postOffice, type PostOffice, tokenIn, useSmtp } from './post-office.ts'
import { races } from './races/index.ts'
import { findRaceFault, type Race, runRace } from './races/race.ts'
import { type Reply, testApp, type TestApp, testPassword } from './test-app.ts'

const USERS = '/api/collections/users'
const EMAIL = 'siti@example.com'

interface Place extends TestApp {
  readonly post: PostOffice
  readonly to: (name: string, body: object, token?: string) => Promise<Reply>
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
  }
}

/** The short form of `npm run faults -- --only races`. */
const SHORT = { rounds: 3, runners: 100, onEnd: onTestFinished }

test.each(races)(
  'A7 of a hundred at once one uses $name',
  async (race) => {
    const winners = await runRace(race, SHORT)
    expect(winners).toHaveLength(SHORT.rounds)
    expect(findRaceFault(race, winners)).toBeUndefined()
  },
  60_000,
)

test('the judgement of a race', () => {
  const race: Race = { name: 'a race', open: () => Promise.reject(new Error('never opened')) }
  const planted: Race = { ...race, isControl: true }
  expect(findRaceFault(race, [1, 1])).toBeUndefined()
  expect(findRaceFault(race, [1, 2, 0])).toContain('2 of 3 rounds')
  expect(findRaceFault(planted, [1, 1])).toContain('can find nothing')
  expect(findRaceFault(planted, [1, 40])).toBeUndefined()
})

test('services §1.3 A6 every link dies with the password and with the address', async () => {
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

test('services §2.8 A12 equal answers, and equal work, for addresses with and without an account', async () => {
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
