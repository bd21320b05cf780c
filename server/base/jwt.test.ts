import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { hasSignature, readJwt, signJwt } from './jwt.ts'

const key = 'k'.repeat(80)
const now = 1_700_000_000_000
const later = 1_700_000_060

/** A token of any header and payload, signed rightly. */
function tokenOf(header: string, payload: string): string {
  const signed = `${Buffer.from(header).toString('base64url')}.${Buffer.from(payload).toString('base64url')}`
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`
}

test('the example of RFC 7515 A.1', () => {
  const token =
    'eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
  const secret = Buffer.from(
    'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow',
    'base64url',
  )
  expect(hasSignature(token, secret)).toBe(true)
  expect(hasSignature(token, Buffer.concat([secret, Buffer.from('x')]))).toBe(false)
  expect(readJwt(token, 1300819379_999)).toEqual({
    iss: 'joe',
    exp: 1300819380,
    'http://example.com/is_root': true,
  })
  expect(readJwt(token, 1300819380_000)).toBeUndefined()
})

test('what is signed is read again', () => {
  const token = signJwt({ id: 'abc', name: 'Ibu Sri ☕', exp: later }, key)
  expect(readJwt(token, now)).toEqual({ id: 'abc', name: 'Ibu Sri ☕', exp: later })
  expect(hasSignature(token, key)).toBe(true)
  expect(hasSignature(token, `${key}x`)).toBe(false)
  expect(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).toBe('{"alg":"HS256","typ":"JWT"}')
})

test.each([
  ['{"alg":"HS256"}', '{}', true],
  ['{"alg":"HS256","typ":"JWT"}', `{"exp":${later},"nbf":1,"iat":1}`, true],
  ['{"alg":"HS256"}', '{"nbf":1700000000,"iat":1700000000}', true],
  ['{"alg":"none"}', '{}', false],
  ['{"alg":"HS512"}', '{}', false],
  ['{"alg":"RS256"}', '{}', false],
  ['{"alg":"hs256"}', '{}', false],
  ['{"alg":"HS256","alg":"none"}', '{}', false],
  ['{"alg":["HS256"]}', '{}', false],
  ['{"alg":"HS256","crit":["exp"]}', '{}', false],
  ['{}', '{}', false],
  ['null', '{}', false],
  ['[]', '{}', false],
  ['no json', '{}', false],
  ['{"alg":"HS256"}', 'null', false],
  ['{"alg":"HS256"}', '[1]', false],
  ['{"alg":"HS256"}', '"text"', false],
  ['{"alg":"HS256"}', '{"exp":1}', false],
  ['{"alg":"HS256"}', '{"exp":1700000000}', false],
  ['{"alg":"HS256"}', '{"exp":"9e99"}', false],
  ['{"alg":"HS256"}', `{"exp":"${later}"}`, false],
  ['{"alg":"HS256"}', '{"exp":9e999}', false],
  ['{"alg":"HS256"}', '{"exp":NaN}', false],
  ['{"alg":"HS256"}', '{"exp":null}', false],
  ['{"alg":"HS256"}', '{"exp":{}}', false],
  ['{"alg":"HS256"}', `{"nbf":${later}}`, false],
  ['{"alg":"HS256"}', '{"nbf":"1"}', false],
  ['{"alg":"HS256"}', `{"iat":${later}}`, false],
  ['{"alg":"HS256"}', '{"iat":-9e999}', false],
])('header %s with payload %s: valid %s', (header, payload, valid) => {
  const token = tokenOf(header, payload)
  expect(hasSignature(token, key)).toBe(true)
  expect(readJwt(token, now) !== undefined).toBe(valid)
})

test('each changed character of a token takes its validity', () => {
  const token = signJwt({ id: 'abc', exp: later }, key)
  for (let at = 0; at < token.length; at++) {
    const changed = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1)
    expect(hasSignature(changed, key) && readJwt(changed, now) !== undefined, changed).toBe(false)
  }
})

test('only the canonical text of a signature counts', () => {
  const token = signJwt({ id: 'abc' }, key)
  const last = token.charAt(token.length - 1)
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  // The last of 43 characters carries two bits that no byte takes: its neighbour decodes to the same bytes.
  const twin = token.slice(0, -1) + alphabet.charAt(alphabet.indexOf(last) + 1)
  expect(Buffer.from(twin.split('.')[2] ?? '', 'base64url')).toEqual(
    Buffer.from(token.split('.')[2] ?? '', 'base64url'),
  )
  expect(hasSignature(twin, key)).toBe(false)
})

test.each(['', '.', '..', 'a.b', 'a.b.c.d', `Basic ${signJwt({}, key)}`, `${signJwt({}, key)}=`, 'é.é.é'])(
  '%j is no token',
  (text) => {
    expect(readJwt(text, now)).toBeUndefined()
    expect(hasSignature(text, key)).toBe(false)
  },
)
