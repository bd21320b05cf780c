import { ApiError, type AuthMethodsJson } from '@dapur/sdk'
import { expect, test } from 'vitest'
import { en } from '../messages/en.ts'
import { explainRefusal } from './explain-refusal.ts'
import { waysOf } from './ways.ts'

const methods = (more: Partial<AuthMethodsJson>): AuthMethodsJson => ({
  password: { enabled: true, identityFields: ['email'] },
  oauth2: { enabled: false, providers: [] },
  mfa: { enabled: false, duration: 0 },
  otp: { enabled: false, duration: 0 },
  ...more,
})
const otp = { enabled: true, duration: 180 }
const dapur = { passkey: { enabled: true }, totp: { enabled: true } }

test('the ways of a first proof are those that are on, the password before all', () => {
  expect(waysOf(undefined)).toEqual(['password'])
  expect(waysOf(methods({}))).toEqual(['password'])
  expect(waysOf(methods({ otp, dapur }))).toEqual(['password', 'passkey', 'otp'])
})

test('a second proof is another one, and no mail where only an app can have asked for it', () => {
  const mfa = { enabled: true, duration: 600 }
  expect(waysOf(methods({ otp, dapur }), 'password')).toEqual(['totp', 'passkey'])
  expect(waysOf(methods({ otp, dapur, mfa }), 'password')).toEqual(['otp', 'totp', 'passkey'])
  expect(waysOf(methods({ otp, mfa }), 'otp')).toEqual(['password'])
})

test('each refusal says what to do', () => {
  const refused = (status: number) => new ApiError({ status, code: 'x', message: 'from the server' })
  const say = (error: unknown, isSecond = false) => explainRefusal(error, { way: 'passkey', isSecond }, en)
  expect(say(refused(400))).toBe(en.signIn.wrong.passkey)
  expect(say(refused(400), true)).toBe(en.signIn.wrongSecond.passkey)
  expect(say(refused(403))).toContain('superuser ips')
  expect(say(refused(429))).toContain('three minutes')
  expect(say(refused(503))).toBe('from the server')
  expect(say(refused(0))).toBe(en.errors.unreachable)
  expect(say(new DOMException('no', 'NotAllowedError'))).toBe(en.signIn.noneGiven)
  expect(say(new DOMException('no', 'SecurityError'))).toBe(en.signIn.otherHost)
  expect(say(new Error('there are none'))).toBe(en.signIn.noPasskeys)
})
