import { expect, test } from 'vitest'
import type { DomainOptions } from './domains.ts'
import { email } from './email.ts'
import { checkContext, settingsContext } from './scratch-database.suite.ts'

const all: DomainOptions = { onlyDomains: null, exceptDomains: null }

async function codeOf(value: string, options: Partial<DomainOptions> = {}): Promise<string | undefined> {
  return (await email.check(value, { ...all, ...options }, checkContext()))?.code
}

test('data §3.6 email: addresses', async () => {
  const good = [
    'ann@example.com',
    'a.b+c_d@sub.example.co',
    "o'hara!#$%&*/=?^`{|}~-@example.com",
    '"quoted @ local \\" part"@example.com',
    'jürgen@müller.example',
    'ann@example.com.',
    'ann@a-b_c~d.example',
    'ANN@EXAMPLE.COM',
    '1@2.cc',
  ]
  for (const address of good) expect([address, await codeOf(address)]).toStrictEqual([address, undefined])
})

test('data §3.6 email: what is no address', async () => {
  const bad = [
    'ann',
    '@example.com',
    'ann@',
    'ann@localhost',
    'ann@example.1',
    'ann@-example.com',
    'ann@example-.com',
    'ann@example..com',
    'ann@.com',
    'ann example@a.com',
    'ann@exa mple.com',
    '.ann@example.com',
    'ann.@example.com',
    'a..b@example.com',
    'a@b@example.com',
    '"open@example.com',
    ' ann@example.com',
    'ann@example.com ',
    'ann\n@example.com',
    '=?utf-8?q?ann?=@example.com',
    'ann@[127.0.0.1]',
  ]
  for (const address of bad)
    expect([address, await codeOf(address)]).toStrictEqual([address, 'validation_is_email'])
})

test('data §3.6 email: the domain after the last @ is compared exactly', async () => {
  const only = { onlyDomains: ['a.test'] }
  expect(await codeOf('ann@a.test', only)).toBeUndefined()
  expect(await codeOf('ann@A.test', only)).toBe('validation_email_domain_not_allowed')
  expect(await codeOf('"x@a.test"@b.test', only)).toBe('validation_email_domain_not_allowed')
  expect(await codeOf('ann@a.test', { exceptDomains: ['a.test'] })).toBe(
    'validation_email_domain_not_allowed',
  )
  expect(await codeOf('ann@b.test', { onlyDomains: [], exceptDomains: ['a.test'] })).toBeUndefined()
})

test('data §3.6 email: no lower-casing, no trimming', () => {
  expect(email.normalise(' Ann@A.test', all)).toBe(' Ann@A.test')
})

test('data §3.6 email: settings name domains, in one list only', () => {
  const check = (options: Partial<DomainOptions>): unknown =>
    email.checkOptions({ ...all, ...options }, settingsContext())
  expect(check({ onlyDomains: ['a.test'], exceptDomains: ['b.test'] })).toMatchObject({
    onlyDomains: { code: 'validation_empty' },
    exceptDomains: { code: 'validation_empty' },
  })
  expect(
    check({ onlyDomains: ['a.test', 'no domain', 'xn--bcher-kva.xn--p1ai', 'localhost', '-a.test'] }),
  ).toStrictEqual({
    onlyDomains: {
      1: expect.objectContaining({ code: 'validation_is_domain' }),
      3: expect.objectContaining({ code: 'validation_is_domain' }),
      4: expect.objectContaining({ code: 'validation_is_domain' }),
    },
  })
  expect(check({ exceptDomains: ['a.test'], onlyDomains: [] })).toBeUndefined()
})

test('data §3.6 email: 64 KB of anything is judged at once', async () => {
  const hostile = [
    'a.'.repeat(32_768),
    `"${'\\"'.repeat(32_768)}`,
    `a@${'-'.repeat(65_536)}`,
    `a@${'a.'.repeat(32_768)}1`,
  ]
  for (const value of hostile) {
    const start = performance.now()
    expect(await codeOf(value)).toBe('validation_is_email')
    expect(performance.now() - start).toBeLessThan(50)
  }
})
