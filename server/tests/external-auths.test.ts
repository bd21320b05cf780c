import { decodeProtectedHeader, exportPKCS8, generateKeyPair, jwtVerify } from 'jose'
import { expect, test } from 'vitest'
import { linksOf, oauthApp, signUp } from './oauth-app.ts'
import { testApp } from './test-app.ts'

const LINKS = '/api/collections/_externalAuths/records'

test('services §2.11 a link has to speak of an account that is there, and of a provider that is known', async () => {
  const app = await testApp()
  const { call, superuser: token } = app
  const { id } = await signUp(app, 'siti@example.com')
  const right = { collectionRef: '_pb_users_auth_', recordRef: id, provider: 'github', providerId: '1' }
  const codes = async (body: object, method = 'POST', path = LINKS) => {
    const { status, json } = await call(method, path, { token, body })
    const problems = Object.entries<{ code: string }>(status === 400 ? json.data : {})
    return [status, ...problems.map(([key, { code }]) => `${key} ${code}`)]
  }
  expect(await codes({ ...right, collectionRef: 'nowhere' })).toEqual([
    400,
    'collectionRef validation_invalid_collection_id',
  ])
  expect(await codes({ ...right, collectionRef: 'pbc_2279338944' })).toEqual([
    400,
    'collectionRef validation_invalid_collection_type',
  ])
  expect(await codes({ ...right, recordRef: 'nobody' })).toEqual([400, 'recordRef validation_invalid_record'])
  expect(await codes({ ...right, provider: 'myspace' })).toEqual([400, 'provider validation_in_invalid'])
  expect(await codes({})).toEqual([
    400,
    ...['collectionRef', 'recordRef', 'provider', 'providerId'].map((key) => `${key} validation_required`),
  ])
  expect(await linksOf(app)).toEqual([])
  expect(await codes(right)).toEqual([200])
  const [link] = (await call('GET', LINKS, { token })).json.items
  expect(await codes({ recordRef: 'nobody' }, 'PATCH', `${LINKS}/${link.id}`)).toEqual([
    400,
    'recordRef validation_invalid_record',
  ])
  expect(await codes({ provider: 'gitlab' }, 'PATCH', `${LINKS}/${link.id}`)).toEqual([200])
  expect(await linksOf(app)).toEqual([`gitlab 1 ${id}`])
  const otp = { collectionRef: right.collectionRef, recordRef: 'nobody', password: '12345678' }
  expect(await codes(otp, 'POST', '/api/collections/_otps/records')).toEqual([
    400,
    'recordRef validation_invalid_record',
  ])
})

test('services §2.11 everyone sees their own links, and may cut them', async () => {
  const app = await oauthApp()
  const { call, arrive, provider } = app
  const { token, record } = (await arrive()).json
  provider.user = { sub: 'u2', email: 'budi@example.com', email_verified: true }
  const other = (await arrive()).json.token
  const [link] = (await call('GET', LINKS, { token })).json.items
  expect(link).toMatchObject({ provider: 'oidc', providerId: 'u1', recordRef: record.id })
  expect((await call('DELETE', `${LINKS}/${link.id}`, { token: other })).status).toBe(404)
  expect((await call('POST', LINKS, { token, body: link })).status).toBe(403)
  expect((await call('DELETE', `${LINKS}/${link.id}`, { token })).status).toBe(204)
  // The account is verified, so that its address finds it.
  provider.user = { sub: 'u1', email: 'siti@example.com', email_verified: true }
  expect((await arrive()).json.record.id).toBe(record.id)
})

test('services §5.3 a client secret for Apple is a token that the key has signed', async () => {
  const { call, superuser: token } = await testApp()
  const path = '/api/settings/apple/generate-client-secret'
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true })
  const right = {
    clientId: 'com.example.app',
    teamId: 'TEAM567890',
    keyId: 'KEY4567890',
    privateKey: await exportPKCS8(privateKey),
    duration: 15_777_000,
  }
  const { status, json } = await call('POST', path, { token, body: right })
  expect([status, Object.keys(json)]).toEqual([200, ['secret']])
  expect(decodeProtectedHeader(json.secret)).toEqual({ alg: 'ES256', kid: right.keyId })
  const { payload } = await jwtVerify(json.secret, publicKey)
  const { iss, sub, aud, iat = 0, exp = 0 } = payload
  expect([iss, sub, aud, exp - iat]).toEqual([
    right.teamId,
    right.clientId,
    ['https://appleid.apple.com'],
    right.duration,
  ])
  const codes = async (body: object) => {
    const reply = await call('POST', path, { token, body })
    const problems = Object.entries<{ code: string }>(reply.json.data)
    return [reply.status, ...problems.map(([key, { code }]) => `${key} ${code}`)]
  }
  expect(await codes({})).toEqual([400, ...Object.keys(right).map((key) => `${key} validation_required`)])
  expect(await codes({ ...right, teamId: 'short', keyId: 'x'.repeat(11) })).toEqual([
    400,
    'teamId validation_length_invalid',
    'keyId validation_length_invalid',
  ])
  expect(await codes({ ...right, privateKey: 'no key' })).toEqual([
    400,
    'privateKey validation_match_invalid',
  ])
  expect(await codes({ ...right, duration: 15_777_001 })).toEqual([
    400,
    'duration validation_max_less_equal_than_required',
  ])
  expect(await codes({ ...right, duration: -1 })).toEqual([
    400,
    'duration validation_min_greater_equal_than_required',
  ])
  const odd = `-----BEGIN PRIVATE KEY-----\n${'A'.repeat(64)}\n-----END PRIVATE KEY-----`
  expect(await codes({ ...right, privateKey: odd })).toEqual([400])
  expect((await call('POST', path, { body: right })).status).toBe(401)
})
