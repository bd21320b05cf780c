import { expect, test } from 'vitest'
import type { DomainOptions } from './domains.ts'
import { checkContext } from './scratch-database.suite.ts'
import { url } from './url.ts'

const all: DomainOptions = { onlyDomains: null, exceptDomains: null }

async function codeOf(value: string, options: Partial<DomainOptions> = {}): Promise<string | undefined> {
  return (await url.check(value, { ...all, ...options }, checkContext()))?.code
}

test('data §3.7 url: addresses', async () => {
  const good = [
    'https://example.com',
    'http://localhost',
    'localhost:8090',
    'example.com',
    'ftp://example.com/a/b.txt',
    'ws://example.com:80/x?y=z#w',
    'tcp://127.0.0.1:5432',
    'http://[::1]:3000/',
    'https://user:pass@example.com/',
    'https://müller.example/straße',
    'https://my_host.internal/a%20b',
    'https://example.com?q=100%',
    'https://example.com#top',
    `https://example.com/${'a'.repeat(2062)}`,
  ]
  for (const address of good) expect([address, await codeOf(address)]).toStrictEqual([address, undefined])
})

test('data §3.7 url: what is no address', async () => {
  const bad = [
    'a.b',
    'word',
    'word/path',
    '.example.com',
    'https://',
    'https://.example.com',
    'gopher://example.com',
    'HTTP://example.com',
    'javascript:alert(1)',
    'https://exa mple.com',
    'https://example.com/a b',
    'https://example.com/\t',
    'https://-example.com',
    'https://example..com',
    'https://256.1.1.1',
    'https://[::1',
    'https://[127.0.0.1]',
    'https://example.com:123456',
    'https://example.com:port',
    'https://@example.com',
    'https://example.com/%zz',
    '//example.com',
    `https://example.com/${'a'.repeat(2063)}`,
  ]
  for (const address of bad)
    expect([address, await codeOf(address)]).toStrictEqual([address, 'validation_invalid_url'])
})

test('data §3.7 url: the host with its port is compared exactly, and is empty without a scheme', async () => {
  const only = { onlyDomains: ['a.test'] }
  expect(await codeOf('https://a.test/x', only)).toBeUndefined()
  expect(await codeOf('https://u:p@a.test/x', only)).toBeUndefined()
  expect(await codeOf('https://a.test:80/x', only)).toBe('validation_url_domain_not_allowed')
  expect(await codeOf('https://a.test:80/x', { onlyDomains: ['a.test:80'] })).toBeUndefined()
  expect(await codeOf('a.test/x', only)).toBe('validation_url_domain_not_allowed')
  expect(await codeOf('a.test/x', { exceptDomains: ['a.test'] })).toBeUndefined()
  expect(await codeOf('https://a.test', { exceptDomains: ['a.test'] })).toBe(
    'validation_url_domain_not_allowed',
  )
})

test('data §3.7 url: 64 KB of anything is refused at once', async () => {
  for (const value of [
    `http://${'a-'.repeat(32_768)}`,
    `http://${'a.'.repeat(32_768)}`,
    '%'.repeat(65_536),
    '@'.repeat(65_536),
  ]) {
    const start = performance.now()
    expect(await codeOf(value)).toBe('validation_invalid_url')
    expect(performance.now() - start).toBeLessThan(50)
  }
})
