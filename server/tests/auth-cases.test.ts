import { request } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { openApp } from '../app.ts'
import { authCollection } from '../auth/auth-collection.ts'
import { findAccount } from '../auth/find-account.ts'
import { issueToken } from '../auth/token.ts'
import { signJwt } from '../base/jwt.ts'
import { listen } from '../cli/listen.ts'
import { postOffice, tokenIn, useSmtp } from './post-office.ts'
import { type Reply, testApp, type TestApp, testPassword } from './test-app.ts'

/* Cases of reliability.md §1.2 that concern several ways in at once; docs/auth-cases.md says where the others are. */

const USERS = '/api/collections/users'
const EMAIL = 'sri@example.com'
const account = { email: EMAIL, password: testPassword, passwordConfirm: testPassword }

async function withAccount(options: object = {}): Promise<TestApp & { readonly id: string }> {
  const app = await testApp()
  const { status } = await app.call('PATCH', USERS, { token: app.superuser, body: options })
  expect(status).toBe(200)
  const { id } = await app.record('users', account)
  return { ...app, id }
}

test('services §1.1 A4 whatever is wrong with a token makes a guest of who brings it', async () => {
  const { app, call } = await withAccount()
  const collection = authCollection(app.house.catalog.current, 'users')
  const record = await findAccount(app.house, collection, EMAIL, ['email'])
  if (!record) throw new Error('the account is gone')
  const key = `${String(record['tokenKey'])}${collection.auth.authToken.secret}`
  const claims = { id: record['id'], collectionId: collection.id, type: 'auth', refreshable: true }
  const later = Math.floor(Date.now() / 1000) + 60
  const sign = (more: object): string => signJwt({ ...claims, ...more }, key)
  const [, payload, signature] = sign({ exp: later }).split('.')
  const head = (value: string): string =>
    `${Buffer.from(value).toString('base64url')}.${payload}.${signature}`
  const wrong: Record<string, string> = {
    'an end that is a text': sign({ exp: '9e99' }),
    'an end that is over': sign({ exp: 1 }),
    'a beginning in the future': sign({ exp: later, nbf: later }),
    'made in the future': sign({ exp: later, iat: later }),
    'no algorithm': head('{"alg":"none"}'),
    'another algorithm': head('{"alg":"RS256"}'),
    'two algorithms': head('{"alg":"HS256","alg":"none"}'),
    'no signature': `${sign({ exp: later }).split('.').slice(0, 2).join('.')}.`,
    'another key': signJwt({ ...claims, exp: later }, `${key}x`),
    'the scheme Basic': `Basic ${sign({ exp: later })}`,
    'the scheme Token': `Token ${sign({ exp: later })}`,
    'two tokens': `${sign({ exp: later })}, ${sign({ exp: later })}`,
  }
  const doors = async (token: string): Promise<number[]> => [
    (await call('POST', `${USERS}/auth-refresh`, { token })).status,
    (await call('POST', '/api/files/token', { token })).status,
    (await call('GET', `${USERS}/records`, { token })).json.totalItems,
  ]
  for (const [what, token] of Object.entries(wrong)) expect(await doors(token), what).toEqual([401, 401, 0])
  // The controls: the contract takes a bare token, Bearer in any letters, and one without an end.
  for (const token of [sign({ exp: later }), `bEARER ${sign({ exp: later })}`, sign({})])
    expect(await doors(token)).toEqual([200, 200, 1])
})

test('services §2.6 A9 ten thousand guesses from 200 addresses, over restarts and new codes: ten are looked at', async () => {
  const first = await withAccount({ otp: { enabled: true, length: 6 } })
  const settings = { trustedProxy: { headers: ['X-Real-IP'] } }
  await first.call('PATCH', '/api/settings', { token: first.superuser, body: settings })
  await first.app.close()
  const outcomes = new Map<number, number>()
  let guess = 0
  for (let start = 0; start < 4; start++) {
    const options = { dir: first.dir, durability: 'normal', origins: ['*'], logLevel: 'silent' } as const
    const app = await openApp(options)
    const post = async (name: string, body: object, ip: string): Promise<Reply['json']> => {
      const headers = { 'content-type': 'application/json', 'x-real-ip': ip }
      const init = { method: 'POST', headers, body: JSON.stringify(body) }
      const reply = await app.fetch(new Request(`http://dapur.test${USERS}/${name}`, init))
      return { status: reply.status, json: await reply.json() }
    }
    for (let round = 0; round < 10; round++) {
      const { json } = await post('request-otp', { email: EMAIL }, '10.0.0.1')
      const tries = Array.from({ length: 250 }, (_, at) => {
        const password = String(guess++).padStart(6, '0')
        return post('auth-with-otp', { otpId: json.otpId, password }, `10.0.1.${at % 200}`)
      })
      for (const { status } of await Promise.all(tries)) outcomes.set(status, (outcomes.get(status) ?? 0) + 1)
    }
    await app.close()
  }
  // Five in three minutes, and five more where the test takes longer: 10 of a million codes are 1e-5.
  expect(guess).toBe(10_000)
  expect([...outcomes.keys()].toSorted((a, b) => a - b)).toEqual([400, 429])
  expect(outcomes.get(400)).toBeGreaterThanOrEqual(5)
  expect(outcomes.get(400)).toBeLessThanOrEqual(10)
}, 90_000)

test('A12 equal answers and equal work for known and unknown accounts, at every door that takes an address', async () => {
  const { app, call } = await withAccount({ otp: { enabled: true } })
  await app.house.outbox.close()
  const { storage } = app.house
  const work: string[] = []
  watch(app.house, 'verifyPassword', work)
  watch(storage, 'write', work)
  watch(storage.hot, 'get', work)
  watch(storage.hot, 'all', work)
  const doors: [string, (email: string) => object][] = [
    ['auth-with-password', (identity) => ({ identity, password: 'wrong' })],
    ['request-otp', (email) => ({ email })],
    ['request-verification', (email) => ({ email })],
    ['request-password-reset', (email) => ({ email })],
  ]
  for (const [name, body] of doors) {
    const look = async (email: string): Promise<object> => {
      work.length = 0
      const { status, text, headers } = await call('POST', `${USERS}/${name}`, { body: body(email) })
      const hidden = text.replaceAll(/"otpId":"[a-z0-9]{15}"/g, '"otpId":"…"')
      return { status, hidden, headers: [...headers], work: work.join(' ') }
    }
    // Others of the house may read meanwhile, once a minute or so: what a door does itself it does every time.
    const looks = async (email: string): Promise<Set<string>> => {
      const seen = new Set<string>()
      for (let i = 0; i < 4; i++) seen.add(JSON.stringify(await look(email)))
      return seen
    }
    const [known, unknown] = [await looks(EMAIL), await looks('nobody@example.com')]
    expect(
      [...known].filter((each) => unknown.has(each)),
      name,
    ).not.toEqual([])
    expect(Math.max(known.size, unknown.size), name).toBeLessThanOrEqual(2)
  }
})

/** Note each call of a method, and let it go on. */
function watch<K extends string>(
  of: Record<K, (...args: never[]) => unknown>,
  name: K,
  calls: string[],
): void {
  const call = of[name].bind(of)
  Object.assign(of, {
    [name]: (...args: never[]) => {
      calls.push(name)
      return call(...args)
    },
  })
}

test('services §5.4 A13 twelve ways to call us something else change no link', async () => {
  const place = await withAccount()
  const { app, call, superuser } = place
  const post = await postOffice()
  await useSmtp(place, post)
  const meta = { appURL: 'https://warung.example' }
  await call('PATCH', '/api/settings', { token: superuser, body: { meta } })
  const server = await listen(app, { host: '127.0.0.1', port: 0 })
  onTestFinished(() => server.close())
  const variants: Record<string, string | string[]>[] = [
    { host: 'evil.example' },
    { host: 'evil.example:443' },
    { host: 'warung.example.evil.example' },
    { host: 'warung.example@evil.example' },
    { host: 'evil.example', 'x-forwarded-host': 'evil.example' },
    { 'x-forwarded-host': 'evil.example, warung.example' },
    { forwarded: 'for=1.2.3.4;host=evil.example;proto=http' },
    { 'x-forwarded-proto': 'http', 'x-forwarded-port': '8081', 'x-forwarded-server': 'evil.example' },
    { 'x-host': 'evil.example', 'x-original-host': 'evil.example', 'x-forwarded-prefix': '//evil.example' },
    { 'x-original-url': '//evil.example/', 'x-rewrite-url': '//evil.example/' },
    { origin: 'https://evil.example', referer: 'https://evil.example/' },
    { 'x-http-host-override': 'evil.example', 'x-forwarded-scheme': 'evil' },
  ]
  expect(variants).toHaveLength(12)
  const sent: number[] = []
  for (const headers of variants) {
    await app.house.storage.write((tx) => tx.run('DELETE FROM "_dapur_limits"', []))
    const status = await send(`${server.address}${USERS}/request-password-reset`, headers)
    sent.push(status)
    // What is no host at all is refused before anything is asked for.
    if (status === 400) continue
    const mail = await post.mailTo(EMAIL)
    expect(mail.html).toContain(`"https://warung.example/_/#/auth/confirm-password-reset/${tokenIn(mail)}"`)
    expect(`${mail.html}${mail.text}${mail.subject}`).not.toContain('evil')
  }
  expect(sent.filter((status) => status === 204)).toHaveLength(11)
  expect(post.mails).toEqual([])
})

/** Over a socket: there alone is `Host` a header that anybody can set. */
function send(address: string, headers: Record<string, string | string[]>): Promise<number> {
  return new Promise((resolve, reject) => {
    const options = { method: 'POST', headers: { 'content-type': 'application/json', ...headers } }
    const sent = request(address, options, (reply) => {
      reply.resume()
      resolve(reply.statusCode ?? 0)
    })
    sent.once('error', reject).end(JSON.stringify({ email: EMAIL }))
  })
}

test('services §1.4 A16 passwords that differ after 72 bytes are two, and long ones cost no hash', async () => {
  const { app, call, id, superuser } = await withAccount()
  const path = `${USERS}/records/${id}`
  const patch = (password: string) =>
    call('PATCH', path, { token: superuser, body: { password, passwordConfirm: password } })
  const enter = async (password: string) =>
    (await call('POST', `${USERS}/auth-with-password`, { body: { identity: EMAIL, password } })).status
  const most = 'x'.repeat(70)
  expect((await patch(`${most}a`)).status).toBe(200)
  expect([await enter(`${most}a`), await enter(`${most}b`)]).toEqual([200, 400])
  // A pair of 73 bytes that bcrypt takes for one password: neither is stored, neither gets in.
  const beyond = 'é'.repeat(36)
  for (const password of [`${beyond}a`, `${beyond}b`]) {
    expect((await patch(password)).json.data.password.code).toBe('validation_invalid_value')
    expect(await enter(password)).toBe(400)
  }
  const hashes: string[] = []
  watch(app.house, 'hashPassword', hashes)
  const huge = 'x'.repeat(10_000_000)
  const token = issueToken({ type: 'passwordReset', ...(await read(app)), now: Date.now() })
  const statuses = [
    (await patch(huge)).status,
    await enter(huge),
    (
      await call('POST', `${USERS}/records`, {
        body: { ...account, email: 'b@a.co', password: huge, passwordConfirm: huge },
      })
    ).status,
    (
      await call('POST', `${USERS}/confirm-password-reset`, {
        body: { token, password: huge, passwordConfirm: huge },
      })
    ).status,
  ]
  expect(
    statuses.every((status) => status === 400 || status === 413),
    String(statuses),
  ).toBe(true)
  expect(hashes).toEqual([])
})

async function read({ house }: TestApp['app']) {
  const collection = authCollection(house.catalog.current, 'users')
  const record = await findAccount(house, collection, EMAIL, ['email'])
  if (!record) throw new Error('the account is gone')
  return { collection, record }
}
