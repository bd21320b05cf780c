import { expect, test } from 'vitest'
import { INSTALLER_EMAIL } from '../auth/installer.ts'
import { codeIn, postOffice, type PostOffice, tokenIn, useSmtp } from './post-office.ts'
import { type Reply, testApp, type TestApp, testPassword } from './test-app.ts'

const USERS = '/api/collections/users'
const EMAIL = 'siti@example.com'
const account = { email: EMAIL, password: testPassword, passwordConfirm: testPassword }

interface Place extends TestApp {
  readonly post: PostOffice
  readonly id: string
  readonly to: (name: string, body: object, token?: string) => Promise<Reply>
  readonly options: (options: object) => Promise<void>
  readonly user: () => Promise<Reply['json']>
}

async function place(): Promise<Place> {
  const app = await testApp()
  const post = await postOffice()
  await useSmtp(app, post)
  const { id } = await app.record('users', account)
  const path = `${USERS}/records/${id}`
  return {
    ...app,
    post,
    id,
    to: (name, body, token) => app.call('POST', `${USERS}/${name}`, { body, ...(token ? { token } : {}) }),
    async options(options) {
      const { status, text } = await app.call('PATCH', USERS, { token: app.superuser, body: options })
      expect(status, text).toBe(200)
    },
    user: async () => (await app.call('GET', path, { token: app.superuser })).json,
  }
}

function codes({ json }: Reply): Record<string, string> {
  const data: Record<string, { code: string }> = json.data
  return Object.fromEntries(Object.entries(data).map(([key, { code }]) => [key, code]))
}

test('services §2.8 verification: asked for, mailed, confirmed, and harmless once more', async () => {
  const { to, post, user, signIn, call } = await place()
  const session = await signIn('users', EMAIL)
  expect((await to('request-verification', { email: EMAIL })).status).toBe(204)
  const mail = await post.mailTo(EMAIL)
  expect(mail.from?.value).toEqual([{ name: 'Support', address: 'support@example.com' }])
  expect(mail.html).toContain('href="http://localhost:8090/_/#/auth/confirm-verification/')
  const token = tokenIn(mail)
  expect((await to('confirm-verification', { token })).status).toBe(204)
  expect((await user()).verified).toBe(true)
  expect((await to('confirm-verification', { token })).status).toBe(204)
  expect((await call('POST', `${USERS}/auth-refresh`, { token: session })).status).toBe(200)
  expect((await to('request-verification', { email: EMAIL })).status).toBe(204)
  expect(post.mails).toEqual([])
})

test('services §2.8 a link of verification that is none is refused under "token"', async () => {
  const { to, post, id, call, superuser, signIn } = await place()
  const refused = async (token: string, path = 'confirm-verification') => {
    const reply = await to(path, { token })
    expect(reply.status).toBe(400)
    return codes(reply)['token']
  }
  expect(await refused('')).toBe('validation_required')
  expect(await refused('nothing')).toBe('validation_invalid_token_claims')
  expect(await refused(await signIn('users', EMAIL))).toBe('validation_invalid_token_claims')
  await to('request-verification', { email: EMAIL })
  const token = tokenIn(await post.mailTo(EMAIL))
  expect(await refused(`${token.slice(0, -2)}xx`)).toBe('validation_invalid_token')
  await to('request-password-reset', { email: EMAIL })
  expect(await refused(tokenIn(await post.mailTo(EMAIL)))).toBe('validation_invalid_token')
  const { json } = await call('POST', '/api/collections', {
    token: superuser,
    body: { name: 'cooks', type: 'auth' },
  })
  const path = `../${json.name}/confirm-verification`
  expect(await refused(token, path)).toBe('validation_token_collection_mismatch')
  await call('PATCH', `${USERS}/records/${id}`, { token: superuser, body: { email: 'new@example.com' } })
  expect(await refused(token)).toBe('validation_invalid_token')
})

test('services §2.8 the body of a request is checked, and superusers are excepted', async () => {
  const { to, call, superuser } = await place()
  for (const name of ['request-verification', 'request-password-reset']) {
    expect(codes(await to(name, {}))).toEqual({ email: 'validation_required' })
    expect(codes(await to(name, { email: 'x' }))).toEqual({ email: 'validation_is_email' })
    expect(codes(await to(name, { email: `${'x'.repeat(260)}@example.com` }))).toEqual({
      email: 'validation_length_out_of_range',
    })
    expect((await call('POST', `/api/collections/none/${name}`, { body: { email: EMAIL } })).status).toBe(404)
  }
  for (const [name, body] of [
    ['request-verification', { email: 'root@example.com' }],
    ['confirm-verification', { token: 'x' }],
    ['request-email-change', { newEmail: EMAIL }],
    ['confirm-email-change', { token: 'x', password: 'x' }],
  ] as const) {
    const reply = await call('POST', `/api/collections/_superusers/${name}`, { token: superuser, body })
    expect([name, reply.status, reply.json.data]).toEqual([name, 400, {}])
  }
})

test('services §2.8 password reset: the link works once, ends every session, and proves the address', async () => {
  const { to, post, user, signIn, call } = await place()
  const session = await signIn('users', EMAIL)
  expect((await to('request-password-reset', { email: EMAIL })).status).toBe(204)
  const token = tokenIn(await post.mailTo(EMAIL))
  const next = { password: 'rendang-padang-1', passwordConfirm: 'rendang-padang-1' }
  expect(codes(await to('confirm-password-reset', {}))).toEqual({
    token: 'validation_required',
    password: 'validation_required',
    passwordConfirm: 'validation_required',
  })
  expect(
    codes(await to('confirm-password-reset', { token, password: 'short', passwordConfirm: 'x' })),
  ).toEqual({
    password: 'validation_length_out_of_range',
    passwordConfirm: 'validation_values_mismatch',
  })
  const few = 'ééééé'
  expect(codes(await to('confirm-password-reset', { token, password: few, passwordConfirm: few }))).toEqual({
    password: 'validation_min_text_constraint',
  })
  expect((await to('confirm-password-reset', { token, ...next })).status).toBe(204)
  expect((await user()).verified).toBe(true)
  expect((await call('POST', `${USERS}/auth-refresh`, { token: session })).status).toBe(401)
  expect(codes(await to('confirm-password-reset', { token, ...next }))).toEqual({
    token: 'validation_invalid_token',
  })
  expect(await signIn('users', EMAIL, next.password)).toMatch(/\./)
})

test('services §2.8 password reset is for superusers too, and for nobody where passwords are off', async () => {
  const { to, call, post, options, record, app } = await place()
  const email = 'root@example.com'
  const reply = await call('POST', '/api/collections/_superusers/request-password-reset', { body: { email } })
  expect(reply.status).toBe(204)
  expect(tokenIn(await post.mailTo(email))).not.toBe('')
  // The placeholder of the installer is nobody.
  const placeholder = { email: INSTALLER_EMAIL, password: testPassword, passwordConfirm: testPassword }
  await record('_superusers', placeholder)
  const silent = await call('POST', '/api/collections/_superusers/request-password-reset', {
    body: { email: INSTALLER_EMAIL },
  })
  expect(silent.status).toBe(204)
  const query = 'select "id" from "_dapur_outbox" where "recipient" = ?'
  expect(await app.house.storage.hot.all(query, [INSTALLER_EMAIL])).toEqual([])
  await options({ passwordAuth: { enabled: false } })
  expect((await to('request-password-reset', { email: EMAIL })).status).toBe(400)
})

test('services §2.8 e-mail change: asked for by its owner, mailed to the new address, confirmed with the password', async () => {
  const { to, post, user, signIn, call, record } = await place()
  const session = await signIn('users', EMAIL)
  await record('users', { ...account, email: 'taken@example.com' })
  const newEmail = 'new@example.com'
  expect((await to('request-email-change', { newEmail })).status).toBe(401)
  expect((await call('POST', '/api/collections/_mfas/request-email-change', { token: session })).status).toBe(
    403,
  )
  expect(codes(await to('request-email-change', {}, session))).toEqual({ newEmail: 'validation_required' })
  expect(codes(await to('request-email-change', { newEmail: EMAIL }, session))).toEqual({
    newEmail: 'validation_not_in_invalid',
  })
  expect(codes(await to('request-email-change', { newEmail: 'taken@example.com' }, session))).toEqual({
    newEmail: 'validation_invalid_new_email',
  })
  expect((await to('request-email-change', { newEmail }, session)).status).toBe(204)
  const token = tokenIn(await post.mailTo(newEmail))
  expect(codes(await to('confirm-email-change', { token, password: 'wrong' }))).toEqual({
    password: 'validation_invalid_password',
  })
  expect(codes(await to('confirm-email-change', { token: session, password: testPassword }))).toEqual({
    token: 'validation_invalid_token_payload',
  })
  expect((await to('confirm-email-change', { token, password: testPassword })).status).toBe(204)
  expect(await user()).toMatchObject({ email: newEmail, verified: true })
  expect((await call('POST', `${USERS}/auth-refresh`, { token: session })).status).toBe(401)
  expect(codes(await to('confirm-email-change', { token, password: testPassword }))).toEqual({
    token: 'validation_invalid_token',
  })
})

test('services §2.8 an address that was taken while the link was on its way is not taken twice', async () => {
  const { to, post, signIn, record } = await place()
  const newEmail = 'new@example.com'
  await to('request-email-change', { newEmail }, await signIn('users', EMAIL))
  const token = tokenIn(await post.mailTo(newEmail))
  await record('users', { ...account, email: newEmail })
  expect(codes(await to('confirm-email-change', { token, password: testPassword }))).toEqual({
    token: 'validation_invalid_token_email',
  })
})

test('services §2.8 an address that cannot be reached is said at once', async () => {
  const { to, post, signIn } = await place()
  post.refuse = 550
  const reply = await to(
    'request-email-change',
    { newEmail: 'new@example.com' },
    await signIn('users', EMAIL),
  )
  expect([reply.status, reply.json.data]).toEqual([400, {}])
  expect(reply.text).not.toContain('not today')
})

test('services §2.8 a second request within two minutes sends nothing, and answers the same', async () => {
  const { to, post } = await place()
  for (const name of ['request-verification', 'request-password-reset']) {
    expect((await to(name, { email: EMAIL })).status).toBe(204)
    await post.mailTo(EMAIL)
    expect((await to(name, { email: EMAIL })).status).toBe(204)
    expect((await to(name, { email: 'nobody@example.com' })).text).toBe('')
  }
  // Mails leave in order: one that was caused before would have come before this one.
  const { json } = await to('request-otp', { email: EMAIL })
  expect(json.status).toBe(403)
  expect(post.mails).toEqual([])
})

test('services §5.4 A13 links go to the address in the settings, whatever the request calls us', async () => {
  const { call, superuser, post } = await place()
  const meta = { appURL: 'https://warung.example/' }
  await call('PATCH', '/api/settings', { token: superuser, body: { meta } })
  await call('POST', `${USERS}/request-password-reset`, {
    body: { email: EMAIL },
    headers: {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      forwarded: 'host=evil.example',
      'x-forwarded-proto': 'http',
      origin: 'https://evil.example',
      referer: 'https://evil.example/',
    },
  })
  const mail = await post.mailTo(EMAIL)
  expect(mail.html).toContain('"https://warung.example/_/#/auth/confirm-password-reset/')
  expect(`${mail.html}${mail.text}`).not.toContain('evil')
})

test('services §5.4 I10 what a record says is text in a mail, and adds no header', async () => {
  const { call, superuser, post, options, id } = await place()
  const name = `<script>x</script>{APP_URL}\r\nBcc: spy@example.com`
  await call('PATCH', `${USERS}/records/${id}`, { token: superuser, body: { name } })
  const template = {
    subject: 'Hi {RECORD:name}',
    body: '<p>{RECORD:name} {RECORD:tokenKey} {WHAT} {TOKEN}</p>',
  }
  await options({ verificationTemplate: template })
  await call('POST', `${USERS}/request-verification`, { body: { email: EMAIL } })
  const mail = await post.mailTo(EMAIL)
  expect(mail.bcc).toBeUndefined()
  expect(mail.subject).toBe('Hi <script>x</script>{APP_URL} Bcc: spy@example.com')
  expect(mail.html).toContain('&lt;script&gt;x&lt;/script&gt;{APP_URL}')
  expect(mail.html).toContain('{RECORD:tokenKey} {WHAT}')
  expect(codeIn(mail)).toBe('')
})
