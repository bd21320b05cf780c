import { describe, expect, test } from 'vitest'
import { fromBase32, hotp, matchTotp, newTotpSecret, toBase32, totpUrl } from './totp-code.ts'

const key = Buffer.from('12345678901234567890')

describe('RFC 4226 appendix D', () => {
  const codes = '755224 287082 359152 969429 338314 254676 287922 162583 399871 520489'.split(' ')
  test.each(codes.map((code, counter) => [counter, code] as const))('counter %i is %s', (counter, code) => {
    expect(hotp(key, counter)).toBe(code)
  })
})

// Its table has eight digits and SHA-1 in the rows of this key.
describe('RFC 6238 appendix B', () => {
  test.each([
    [59, '94287082'],
    [1_111_111_109, '07081804'],
    [1_111_111_111, '14050471'],
    [1_234_567_890, '89005924'],
    [2_000_000_000, '69279037'],
    [20_000_000_000, '65353130'],
  ])('second %i is %s', (second, code) => {
    expect(hotp(key, Math.floor(second / 30), 8)).toBe(code)
    const six = { now: second * 1000, after: 0 }
    expect(matchTotp(key, code.slice(2), six)).toBe(Math.floor(second / 30))
  })
})

test('a code is good one step before and after, once, and never from further away', () => {
  const now = 3_000_000
  const at = (counter: number, after = 0) => matchTotp(key, hotp(key, counter), { now, after })
  expect([98, 99, 100, 101, 102].map((counter) => at(counter))).toEqual([undefined, 99, 100, 101, undefined])
  expect([99, 100, 101].map((counter) => at(counter, 100))).toEqual([undefined, undefined, 101])
  expect(matchTotp(key, '', { now, after: 0 })).toBeUndefined()
  expect(matchTotp(key, `${hotp(key, 100)} `, { now, after: 0 })).toBeUndefined()
})

test('RFC 4648: base32 there and back', () => {
  const vectors = {
    f: 'MY',
    fo: 'MZXQ',
    foo: 'MZXW6',
    foob: 'MZXW6YQ',
    fooba: 'MZXW6YTB',
    foobar: 'MZXW6YTBOI',
  }
  for (const [text, coded] of Object.entries(vectors)) {
    expect(toBase32(Buffer.from(text))).toBe(coded)
    expect(Buffer.from(fromBase32(coded)).toString()).toBe(text)
  }
  expect(fromBase32(newTotpSecret())).toHaveLength(20)
})

test('the address for apps is escaped', () => {
  const url = new URL(totpUrl('MZXW6', { issuer: 'Warung & Co: Ü', account: 'a+b@c.id' }))
  expect(decodeURIComponent(url.pathname)).toBe('/Warung & Co: Ü:a+b@c.id')
  expect(url.searchParams.get('issuer')).toBe('Warung & Co: Ü')
})
