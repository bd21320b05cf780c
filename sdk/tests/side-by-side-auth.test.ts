import { EventSource } from 'eventsource'
import PocketBase from 'pocketbase'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { oauthApp } from '../../server/tests/oauth-app.ts'
import { codeIn, type PostOffice, postOffice, tokenIn, useSmtp } from '../../server/tests/post-office.ts'
import { servedApp } from './served-app.ts'

// The official SDK listens by it, and Node has none.
beforeEach(() => {
  vi.stubGlobal('EventSource', EventSource)
})
afterEach(() => {
  vi.unstubAllGlobals()
})

type Account = Record<string, unknown> & { id: string }
type SignedIn = Promise<{ token: string; record: Account }>

/** What both SDKs can be asked, under the same names. */
interface Users {
  create(input: object): Promise<Account>
  authWithPassword(identity: string, password: string, options?: { mfaId: string }): SignedIn
  authRefresh(): SignedIn
  requestOTP(email: string): Promise<{ otpId: string }>
  authWithOTP(otpId: string, code: string, options?: { mfaId: string }): SignedIn
  authWithOAuth2(options: { provider: string; urlCallback: (url: string) => Promise<void> }): SignedIn
  requestVerification(email: string): Promise<unknown>
  confirmVerification(token: string): Promise<unknown>
  requestPasswordReset(email: string): Promise<unknown>
  confirmPasswordReset(token: string, password: string, passwordConfirm: string): Promise<unknown>
  requestEmailChange(email: string): Promise<unknown>
  confirmEmailChange(token: string, password: string): Promise<unknown>
  getOne(id: string): Promise<Account>
  update(id: string, input: object): Promise<Account>
  delete(id: string): Promise<unknown>
}

/** Who is signed in, by the store of either. */
interface Store {
  readonly who: () => Record<string, unknown> | null
  readonly isValid: () => boolean
}

/** What either SDK throws, in the same words. */
async function refusal(call: Promise<unknown>): Promise<{ status: number; codes: unknown; mfaId: string }> {
  const error = await call.then(
    () => ({ status: 200 }),
    (cause: unknown) => Object(cause),
  )
  const data: Record<string, { code: string }> = (error.response ? error.response.data : error.data) ?? {}
  const codes = Object.entries(data).map(([key, { code }]) => `${key} ${code}`)
  return { status: error.status, codes, mfaId: error.response?.mfaId ?? error.mfaId ?? '' }
}

/** One session of somebody, from signing up to leaving. What it tells has no ids and no times. */
async function session(
  users: Users,
  store: Store,
  { name, post }: { name: string; post: PostOffice },
): Promise<unknown[]> {
  const told: unknown[] = []
  const [email, other, password] = [`${name}@example.com`, `${name}@example.org`, 'sambal-terasi-9']
  const note = (what: string): void => {
    const record = store.who()
    const shown = record && [String(record['email']).replace(name, ''), record['verified'], record['name']]
    told.push([what, store.isValid(), shown])
  }
  const refused = async (call: Promise<unknown>): Promise<string> => {
    const { status, codes, mfaId } = await refusal(call)
    told.push([status, codes, mfaId !== ''])
    return mfaId
  }
  await refused(users.create({ email, password, passwordConfirm: 'other' }))
  const { id } = await users.create({ email, password, passwordConfirm: password, name: 'Siti' })
  await refused(users.authWithPassword(email, 'wrong'))
  await refused(users.authWithOTP('none', '1'))

  const mfaId = await refused(users.authWithPassword(email, password))
  const { otpId } = await users.requestOTP(email)
  await users.authWithOTP(otpId, codeIn(await post.mailTo(email)), { mfaId })
  note('signed in by two factors')
  await users.authRefresh()
  note('refreshed')
  await users.update(id, { name: 'Siti B.' })
  note('changed herself')

  await users.requestVerification(email)
  await refused(users.confirmVerification('nonsense'))
  await users.requestEmailChange(other)
  await users.confirmEmailChange(tokenIn(await post.mailTo(other)), password)
  note('took another address')
  await users.requestPasswordReset(other)
  const token = tokenIn(await post.mailTo(other))
  await refused(users.confirmPasswordReset(token, 'x', 'y'))
  await users.confirmPasswordReset(token, 'rendang-padang-1', 'rendang-padang-1')
  await refused(users.authWithPassword(other, password))
  const again = await refused(users.authWithPassword(other, 'rendang-padang-1'))
  const code = await users.requestOTP(other)
  await users.authWithOTP(code.otpId, codeIn(await post.mailTo(other)), { mfaId: again })
  note('signed in with a new password')
  await refused(users.getOne('nobody000000000'))
  await users.delete(id)
  note('left')
  return told
}

test('services §10 the official SDK and ours go through the same session and are told the same', async () => {
  const app = await servedApp()
  const post = await postOffice()
  await useSmtp(app, post)
  await app.configure({ otp: { enabled: true }, mfa: { enabled: true } })
  const [pb, dapur] = [new PocketBase(app.url), app.open()]
  const theirs = await session(
    pb.collection('users'),
    { who: () => pb.authStore.record, isValid: () => pb.authStore.isValid },
    { name: 'theirs', post },
  )
  const ours = await session(
    dapur.collection('users'),
    { who: () => dapur.auth.session?.record ?? null, isValid: () => dapur.auth.isValid },
    { name: 'ours', post },
  )
  expect(ours).toEqual(theirs)
  // It is no story of nothing.
  expect(ours.length).toBeGreaterThan(14)
  expect(ours).toContainEqual(['signed in by two factors', true, ['@example.com', true, 'Siti']])
  expect(ours.at(-1)).toEqual(['left', false, null])
})

test('services §10 both SDKs go to a provider and come back as the same account', async () => {
  const made = await oauthApp()
  const app = await servedApp(made)
  const visit = async (url: string): Promise<void> => {
    // A window of its own, which nobody waits for.
    void fetch(url)
  }
  const options = { provider: 'oidc', urlCallback: visit }
  const theirs = await new PocketBase(app.url).collection('users').authWithOAuth2(options)
  const ours = await app.open().collection('users').authWithOAuth2(options)
  expect(ours.record).toEqual(theirs.record)
  expect(Object.keys(ours.meta ?? {})).toEqual(Object.keys(theirs.meta ?? {}))
})

test('services §10 both SDKs hear the same changes in the same order', async () => {
  const app = await servedApp()
  const rules = { listRule: 'price < 100', viewRule: 'price < 100' }
  const fields = [
    { name: 'name', type: 'text' },
    { name: 'price', type: 'number' },
  ]
  await app.collection({ name: 'dishes', type: 'base', ...rules, fields })
  const [pb, dapur, root] = [new PocketBase(app.url), app.open(), await app.root()]
  const heard: { theirs: unknown[]; ours: unknown[] } = { theirs: [], ours: [] }
  const stop = await pb
    .collection('dishes')
    .subscribe('*', ({ action, record }) => heard.theirs.push([action, record]), { filter: 'price > 1' })
  dapur
    .collection('dishes')
    .subscribe('*', ({ action, record }) => heard.ours.push([action, record]), { filter: 'price > 1' })
  // Until both are there: what happens before is nobody's.
  await expect
    .poll(async () => {
      await root.collection('dishes').create({ name: 'ready?', price: 2 })
      return heard.theirs.length > 0 && heard.ours.length > 0
    })
    .toBe(true)
  const { id } = await root.collection('dishes').create({ name: 'Soto', price: 20 })
  await root.collection('dishes').create({ name: 'Closed', price: 200 })
  await root.collection('dishes').create({ name: 'Cheap', price: 1 })
  await root.collection('dishes').update(id, { price: 30 })
  await root.collection('dishes').delete(id)
  const story = (list: unknown[]): unknown[] => list.slice(-3)
  await expect.poll(() => story(heard.theirs).length + story(heard.ours).length).toBe(6)
  await expect.poll(() => heard.ours.at(-1)).toMatchObject(['delete', { id }])
  await expect.poll(() => heard.theirs.at(-1)).toMatchObject(['delete', { id }])
  expect(story(heard.ours)).toEqual(story(heard.theirs))
  expect(story(heard.ours)).toMatchObject([
    ['create', { id }],
    ['update', { id }],
    ['delete', { id }],
  ])
  await stop()
})
