import { expect, test } from 'vitest'
import { newAuthOptions } from './auth-options.ts'
import { dapurOptions, mergeDapurOptions } from './dapur-options.ts'
import { readSubmitted } from './submitted.ts'

function merged(...bodies: object[]): ReturnType<typeof mergeDapurOptions> {
  let options: ReturnType<typeof mergeDapurOptions>
  for (const body of bodies) options = mergeDapurOptions(options, readSubmitted(body))
  return options
}

test('nothing of ours is on in a new collection, and nothing is kept of that', () => {
  const { dapur, ...auth } = newAuthOptions()
  expect(dapur).toBeUndefined()
  const all = dapurOptions(auth)
  expect(Object.values(all).map(({ enabled }) => enabled)).toEqual([false, false, false, false, false])
  expect(merged({})).toBeUndefined()
  expect(merged(all)).toBeUndefined()
})

test('absent keys stay, lists replace, and what is switched off again is not kept', () => {
  const first = { passkey: { enabled: true, origins: ['https://a.example'] } }
  expect(merged(first, { totp: { enabled: true } })).toMatchObject({
    passkey: { enabled: true, verifyUser: true, origins: ['https://a.example'] },
    totp: { enabled: true },
  })
  expect(merged(first, { passkey: { origins: [] } })).toMatchObject({
    passkey: { enabled: true, origins: [] },
  })
  expect(merged(first, { passkey: { enabled: false, origins: [] } })).toBeUndefined()
  expect(merged(first, { passkey: null })).toMatchObject(first)
})

test.each([
  { totp: true },
  { passkey: { enabled: 'yes' } },
  { passkey: { origins: 'https://a.example' } },
  { sessions: { accessDuration: 1.5 } },
])('another JSON type is malformed: %j', (body) => {
  expect(() => merged(body)).toThrow(/has to be/)
})
