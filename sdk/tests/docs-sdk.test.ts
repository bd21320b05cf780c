import { readFileSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { anonymousOf, apiKeysOf, passkeysOf, sessionsOf, totpOf } from '@dapur/sdk/auth'
import { backupsOf, impersonate, logsOf, runSql, schemaToolsOf, settingsOf } from '@dapur/sdk/admin'
import { fromBase32, hotp } from '../../server/auth/totp-code.ts'
import { listen } from '../../server/cli/listen.ts'
import { oauthApp } from '../../server/tests/oauth-app.ts'
import { codeIn, postOffice, useSmtp } from '../../server/tests/post-office.ts'
import { testApp, type TestApp, testPassword } from '../../server/tests/test-app.ts'
import { ApiError, createClient, createServerClient, filter, memoryStore } from '../src/index.ts'

interface Item {
  id: string
  order: string
  dish: string
  count: number
}

interface Schema {
  orders: {
    record: { id: string; status: string; total: number }
    create: { id?: string; status: string; total?: number }
    update: { status?: string; total?: number; 'total+'?: number }
    expand: { items_via_order: 'items'[] }
  }
  items: {
    record: Item
    create: { order: string; dish: string; count?: number; receipt?: File }
    update: { count?: number; 'count+'?: number }
    expand: { order: 'orders' }
  }
  users: { record: { id: string; email: string }; create: object; update: object; expand: object }
}

async function open(made?: TestApp): Promise<string> {
  const { app, call, collection, record, superuser } = made ?? (await testApp())
  const rules = { listRule: '', viewRule: '', createRule: '', updateRule: '', deleteRule: '' }
  const text = (name: string): object => ({ name, type: 'text' })
  const orders = await collection({
    name: 'orders',
    type: 'base',
    ...rules,
    fields: [text('status'), { name: 'total', type: 'number' }],
  })
  const order = { name: 'order', type: 'relation', collectionId: orders.id, maxSelect: 1 }
  const more = [
    { name: 'count', type: 'number' },
    { name: 'receipt', type: 'file' },
  ]
  await collection({ name: 'items', type: 'base', ...rules, fields: [order, text('dish'), ...more] })
  const settings = { batch: { enabled: true } }
  const sessions = { dapur: { sessions: { enabled: true, refreshTokens: true } } }
  await call('PATCH', '/api/settings', { token: superuser, body: settings })
  await call('PATCH', '/api/collections/users', { token: superuser, body: sessions })
  await record('users', { email: 'sri@example.com', password: testPassword, passwordConfirm: testPassword })
  const server = await listen(app, { host: '127.0.0.1', port: 0 })
  onTestFinished(() => server.close())
  return server.address
}

test('what docs/sdk.md shows does what it says', async () => {
  const url = await open()
  const [email, password, min] = ['sri@example.com', testPassword, 10]
  const dapur = createClient<Schema>(url, { store: memoryStore() })

  await dapur.collection('users').signIn({ email, password })
  const { session } = dapur.auth

  const replies = await dapur.batch((b) => {
    const order = b.collection('orders').create({ status: 'open', total: 12 })
    b.collection('items').create({ order: order.id, dish: 'Soto', count: 2 })
  })

  const page = await dapur.collection('orders').list({
    filter: filter`status = ${'open'} && total > ${min}`,
    sort: '-total',
    expand: 'items_via_order',
  })
  const dish = page.items[0]?.expand.items_via_order[0]?.dish

  const same = await dapur.collection('orders').list({ filter: { status: 'open', total: { '>': min } } })

  const picture = new File(['…'], 'receipt.txt')
  const items = dapur.collection('items')
  const { id, order } = await items.getFirstListItem({ dish: 'Soto' })
  await items.create({ order, dish: 'Rawon', receipt: picture }, { onProgress: (share) => draw(share) })

  const abort = new AbortController()
  const late = items.get(id, { signal: abort.signal })
  abort.abort()
  const fault = await late.catch((error: unknown) => error instanceof ApiError && error.isAbort)

  expect(replies.map(({ status }) => status)).toEqual([200, 200])
  expect([dish, same.items.length, fault, drawn.at(-1)]).toEqual(['Soto', 1, true, 1])
  // The refresh token is good once: the second exchange needs the one that the first has brought.
  expect(session?.refreshToken).toBeDefined()
  for (let turn = 0; turn < 2; turn += 1) await dapur.collection('users').refresh()
  expect(dapur.auth.session?.refreshToken).not.toBe(session?.refreshToken)
})

test('a page that is made on a server has the session of its visitor', async () => {
  const url = await open()
  const answer = new Headers()
  const request = new Request(url)

  const dapur = createServerClient<Schema>(url, {
    cookie: request.headers.get('cookie'),
    setCookie: (header) => answer.append('set-cookie', header),
  })

  await dapur.collection('users').signIn({ email: 'sri@example.com', password: testPassword })
  const next = createServerClient<Schema>(url, {
    cookie: answer.getSetCookie().at(-1),
    setCookie: () => undefined,
  })
  expect(next.auth.session?.record['email']).toBe('sri@example.com')
})

test('the ways in that docs/sdk.md shows lead in', async () => {
  const made = await oauthApp()
  const post = await postOffice()
  await useSmtp(made, post)
  await made.configure({}, { otp: { enabled: true } })
  const url = await open(made)
  const [email, password] = ['sri@example.com', testPassword]
  const ask = async (_question: string): Promise<string> => codeIn(await post.mailTo(email))
  const dapur = createClient<Schema>(url, { store: memoryStore() })
  const users = dapur.collection('users')

  const { otpId } = await users.requestOtp(email)
  const code = await ask('Which code is in the mail?')
  await users.signInWithOtp({ otpId, code })

  expect(dapur.auth.session?.record['email']).toBe(email)
  // A code has proved the address, and so the password that somebody made in advance is gone.
  const body = { password, passwordConfirm: password }
  const id = dapur.auth.session?.record.id
  const patched = await made.call('PATCH', `/api/collections/users/records/${id}`, {
    token: made.superuser,
    body,
  })
  expect(patched.status).toBe(200)
  await made.configure({}, { mfa: { enabled: true } })
  users.signOut()
  const prove = async (): Promise<{ otpId: string; code: string }> => {
    const asked = await users.requestOtp(email)
    return { otpId: asked.otpId, code: await ask('And now?') }
  }

  const first: unknown = await users.signIn({ email, password }).catch((error: unknown) => error)
  const mfaId = first instanceof ApiError ? first.mfaId : undefined

  expect(mfaId).toBeDefined()
  await users.signInWithOtp(await prove(), { mfaId })

  expect(dapur.auth.isValid).toBe(true)
  await made.configure({}, { mfa: { enabled: false } })
  users.signOut()
  const Linking = { openURL: (address: string) => fetch(address) }

  await users.signInWithOAuth2({ provider: 'oidc', openUrl: (address) => Linking.openURL(address) })

  expect(dapur.auth.session?.record['email']).toBe('siti@example.com')
})

test('what docs/sdk.md shows of accounts and of superusers does what it says', async () => {
  const made = await testApp()
  const url = await open(made)
  const body = {
    dapur: {
      anonymous: { enabled: true },
      totp: { enabled: true },
      apiKeys: { enabled: true },
      sessions: { enabled: true },
    },
  }
  const { status } = await made.call('PATCH', '/api/collections/users', { token: made.superuser, body })
  expect(status).toBe(200)
  const [email, password] = ['budi@example.com', 'rendang-padang-1']
  const readApp = async (text: string): Promise<string> =>
    hotp(fromBase32(text), Math.floor(Date.now() / 30_000))
  const dapur = createClient<Schema>(url, { store: memoryStore() })

  await anonymousOf(dapur, 'users').signIn({ name: 'Table 7' })
  await anonymousOf(dapur, 'users').promote({ email, password })

  const totp = totpOf(dapur, 'users')
  const { secret, url: picture } = await totp.begin()
  const { recoveryCodes } = await totp.confirm(await readApp(secret))

  const { key } = await apiKeysOf(dapur, 'users').create({ name: 'till', scopes: '*' })
  await sessionsOf(dapur, 'users').revokeOthers()

  expect([picture.startsWith('otpauth:'), recoveryCodes.length, key.startsWith('dapur_')]).toEqual([
    true,
    10,
    true,
  ])
  await expect(passkeysOf(dapur, 'users').signIn()).rejects.toThrow('no passkeys here')
  const id = dapur.auth.session?.record.id ?? ''
  await administer(url, id)
})

async function administer(url: string, id: string): Promise<void> {
  const dapur = createClient<Schema & { _superusers: { id: string } }>(url, { store: memoryStore() })
  await dapur.collection('_superusers').signIn({ email: 'root@example.com', password: testPassword })

  await settingsOf(dapur).update({ meta: { appName: 'Warung' } })
  await schemaToolsOf(dapur).truncate('items')
  await backupsOf(dapur).create('before_the_move.zip')
  const { rows } = await runSql(dapur, 'SELECT count(*) FROM orders')
  const faults = await logsOf(dapur).list({ filter: filter`level = ${8}`, sort: '-created' })
  const sri = await impersonate<Schema>(dapur, { collection: 'users', id, duration: 3600 })

  expect([rows, Array.isArray(faults.items), sri.auth.session?.record.id]).toEqual([[['0']], true, id])
}

test('every block of docs/sdk.md stands in a file that is run', () => {
  const flat = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()
  const files = [import.meta.filename, new URL('orders-page.ts', import.meta.url)]
  const here = flat(files.map((file) => readFileSync(file, 'utf8')).join('\n'))
  const page = readFileSync(new URL('../../docs/sdk.md', import.meta.url), 'utf8')
  const blocks = [...page.matchAll(/```ts\n([^]*?)```/g)].map(([, block = '']) => flat(block))
  expect(blocks.length).toBeGreaterThan(15)
  for (const block of blocks) expect(here).toContain(block)
})

const drawn: number[] = []
function draw(share: number): void {
  drawn.push(share)
}
