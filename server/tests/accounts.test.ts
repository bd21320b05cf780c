import { expect, test } from 'vitest'
import { testApp, testPassword } from './test-app.ts'

const USERS = '/api/collections/users/records'
const account = { email: 'siti@example.com', password: testPassword, passwordConfirm: testPassword }

test('data §4.6 signing up needs a password twice, and says so under its own keys', async () => {
  const { call } = await testApp()
  const codes = async (body: object) => {
    const { json } = await call('POST', USERS, { body })
    return Object.fromEntries(
      Object.entries(json.data as Record<string, { code: string }>).map(([key, { code }]) => [key, code]),
    )
  }
  expect(await codes({ email: 'a@example.com' })).toEqual({
    password: 'validation_required',
    passwordConfirm: 'validation_required',
  })
  expect(await codes({ ...account, passwordConfirm: 'other' })).toEqual({
    passwordConfirm: 'validation_values_mismatch',
  })
  expect(await codes({ ...account, verified: true })).toEqual({ verified: 'validation_values_mismatch' })
  expect(await codes({ ...account, password: 'short', passwordConfirm: 'short' })).toEqual({
    password: 'validation_min_text_constraint',
  })
})

test('data §4.2 services §2.0 an e-mail address is for its owner, for superusers, and for all when it is made visible', async () => {
  const { call, superuser, signIn, app } = await testApp()
  const made = (await call('POST', USERS, { body: account })).json
  expect(made).not.toHaveProperty('email')
  expect(made).not.toHaveProperty('password')
  const token = await signIn('users', account.email)
  const path = `${USERS}/${made.id}`
  expect((await call('GET', path, { token })).json.email).toBe(account.email)
  expect((await call('GET', path, { token: superuser })).json).not.toHaveProperty('tokenKey')
  await call('PATCH', '/api/collections/users', { token: superuser, body: { listRule: '', viewRule: '' } })
  expect((await call('GET', path)).json).not.toHaveProperty('email')
  expect((await call('GET', USERS)).json.items[0]).not.toHaveProperty('email')
  await call('PATCH', path, { token, body: { emailVisibility: true } })
  expect((await call('GET', path)).json.email).toBe(account.email)
  expect(app.house.catalog.current.find('USERS')?.name).toBe('users')
})

test('services §12.2 an account shows exactly these keys, and its address to whom it belongs', async () => {
  const { call, signIn, record } = await testApp()
  const { id } = await record('users', account)
  const path = `/api/collections/users/records/${id}`
  const token = await signIn('users', account.email)
  const { json } = await call('GET', path, { token })
  const shown = ['avatar', 'collectionId', 'collectionName', 'created', 'email', 'emailVisibility', 'id']
  expect(Object.keys(json).toSorted()).toEqual([...shown, 'name', 'updated', 'verified'])
  expect(json).toMatchObject({
    avatar: '',
    collectionId: '_pb_users_auth_',
    collectionName: 'users',
    emailVisibility: false,
    name: '',
    verified: false,
  })
  const expanded = await call('GET', `${path}?expand=avatar`, { token })
  expect(expanded.json).not.toHaveProperty('expand')
})

test('data §4.6 a new password needs the old one, and ends every session', async () => {
  const { call, signIn, superuser } = await testApp()
  const { id } = (await call('POST', USERS, { body: account })).json
  const token = await signIn('users', account.email)
  const change = (body: object, as = token) => call('PATCH', `${USERS}/${id}`, { token: as, body })
  const next = { password: 'rendang-padang-1', passwordConfirm: 'rendang-padang-1' }
  expect((await change(next)).json.data.oldPassword.code).toBe('validation_required')
  expect((await change({ ...next, oldPassword: 'wrong' })).json.data.oldPassword.code).toBe(
    'validation_invalid_old_password',
  )
  expect((await change({ email: 'other@example.com' })).json.data.email.code).toBe(
    'validation_values_mismatch',
  )
  expect((await change({ password: '' })).json.data.password.code).toBe('validation_required')
  expect((await change({ ...next, oldPassword: testPassword })).status).toBe(200)
  expect((await call('POST', '/api/collections/users/auth-refresh', { token })).status).toBe(401)
  expect(await signIn('users', account.email, next.password)).toMatch(/\./)
  expect((await change(next, superuser)).status).toBe(200)
})

test('data §4.6 whoever the manage rule lets through needs no old password, and sees e-mails', async () => {
  const { call, signIn, superuser } = await testApp()
  const fields = (await call('GET', '/api/collections/users', { token: superuser })).json.fields
  const body = {
    fields: [...fields, { name: 'boss', type: 'relation', collectionId: '_pb_users_auth_' }],
    listRule: '',
    viewRule: '',
    updateRule: '@request.auth.id != ""',
    manageRule: 'boss = @request.auth.id',
  }
  expect((await call('PATCH', '/api/collections/users', { token: superuser, body })).status).toBe(200)
  const boss = (await call('POST', USERS, { body: account })).json
  const worker = (
    await call('POST', USERS, { body: { ...account, email: 'budi@example.com', boss: boss.id } })
  ).json
  const token = await signIn('users', account.email)
  const list = (await call('GET', `${USERS}?sort=created`, { token })).json.items
  expect(list.map(({ email }: { email?: string }) => email)).toEqual([account.email, 'budi@example.com'])
  expect(
    (
      await call('PATCH', `${USERS}/${worker.id}`, {
        token,
        body: { email: 'new@example.com', verified: true },
      })
    ).json,
  ).toMatchObject({
    email: 'new@example.com',
    verified: true,
  })
  expect((await call('PATCH', `${USERS}/${boss.id}`, { token, body: { verified: true } })).status).toBe(400)
})

test('services §2.12 superusers are always verified, and the last one stays', async () => {
  const { call, superuser } = await testApp()
  const path = '/api/collections/_superusers/records'
  const [first] = (await call('GET', path, { token: superuser })).json.items
  expect(first.verified).toBe(true)
  expect((await call('DELETE', `${path}/${first.id}`, { token: superuser })).status).toBe(400)
  const body = { ...account, email: 'second@example.com', verified: false }
  expect((await call('POST', path, { token: superuser, body })).json.verified).toBe(true)
  expect((await call('DELETE', `${path}/${first.id}`, { token: superuser })).status).toBe(204)
  expect((await call('GET', path, { token: superuser })).status).toBe(403)
})
