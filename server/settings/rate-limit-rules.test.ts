import { describe, expect, test } from 'vitest'
import { ruleBook } from './rate-limit-rules.ts'
import type { RateLimitRule } from './settings.ts'

function rules(...labels: readonly (string | readonly [string, string])[]): RateLimitRule[] {
  return labels.map((entry) => {
    const [label, audience] = typeof entry === 'string' ? [entry, ''] : entry
    return { label, audience, duration: 1, maxRequests: 1 }
  })
}

/** Rules, then a request, then the label that has to be found. */
type Row = readonly [
  title: string,
  labels: readonly string[],
  method: string,
  path: string,
  found: string | undefined,
]

describe('services §7.1 the rule of an address', () => {
  const rows: readonly Row[] = [
    ['an exact path', ['/api/health'], 'GET', '/api/health', '/api/health'],
    ['not what only begins like it', ['/api/health'], 'GET', '/api/healthy', undefined],
    ['not what lies under it', ['/api/health'], 'GET', '/api/health/x', undefined],
    ['a prefix', ['/api/'], 'GET', '/api/health', '/api/'],
    ['a prefix and the path without its slash', ['/api/health/'], 'GET', '/api/health', '/api/health/'],
    ['a prefix and the path with its slash', ['/api/'], 'GET', '/api/', '/api/'],
    ['a prefix ends at a slash', ['/api/hea/'], 'GET', '/api/health', undefined],
    ['the root is a prefix of all', ['/'], 'GET', '/api/health', '/'],
    ['a method and a path', ['POST /api/batch'], 'POST', '/api/batch', 'POST /api/batch'],
    ['not another method', ['POST /api/batch'], 'GET', '/api/batch', undefined],
    ['a method and a prefix', ['GET /api/'], 'GET', '/api/health', 'GET /api/'],
    [
      'the method before the path alone, whatever is stored first',
      ['/api/health', 'GET /api/health'],
      'GET',
      '/api/health',
      'GET /api/health',
    ],
    [
      'a prefix with the method before the exact path without',
      ['/api/health', 'GET /api/'],
      'GET',
      '/api/health',
      'GET /api/',
    ],
    ['the exact path before a prefix', ['/api/', '/api/health'], 'GET', '/api/health', '/api/health'],
    [
      'of two prefixes the first, not the longest',
      ['/api/', '/api/files/'],
      'GET',
      '/api/files/a/b/c',
      '/api/',
    ],
    ['a HEAD under its GET', ['GET /api/health'], 'HEAD', '/api/health', 'GET /api/health'],
    [
      'a HEAD under its own rule first',
      ['GET /api/health', 'HEAD /api/health'],
      'HEAD',
      '/api/health',
      'HEAD /api/health',
    ],
    [
      'a label of another kind is no path',
      ['posts:list', '*:list', 'custom'],
      'GET',
      '/posts:list',
      undefined,
    ],
  ]
  test.each(rows)('%s', (_, labels, method, path, found) => {
    expect(ruleBook(rules(...labels), '@guest').ofPath(method, path)?.label).toBe(found)
  })
})

describe('services §7.1 the rule of a label', () => {
  const rows: readonly (readonly [
    title: string,
    labels: readonly string[],
    asked: readonly string[],
    found: string | undefined,
  ])[] = [
    ['a collection and its action', ['posts:list'], ['posts:list', '*:list'], 'posts:list'],
    ['any collection', ['*:list'], ['posts:list', '*:list'], '*:list'],
    [
      'the collection first, whatever is stored first',
      ['*:list', 'posts:list'],
      ['posts:list', '*:list'],
      'posts:list',
    ],
    ['none', ['posts:view', '*:create'], ['posts:list', '*:list'], undefined],
    ['a prefix is no prefix of it', ['/', '/posts:'], ['posts:list', '*:list'], undefined],
  ]
  test.each(rows)('%s', (_, labels, asked, found) => {
    expect(ruleBook(rules(...labels), '@guest').ofLabels(asked)?.label).toBe(found)
  })
})

test('services §7.1 guests and accounts have rules of their own, and share those for everybody', () => {
  const stored = rules(['/a', '@auth'], ['/a', '@guest'], ['*:list', '@auth'], ['/b', ''])
  const [guest, auth] = [ruleBook(stored, '@guest'), ruleBook(stored, '@auth')]
  expect(guest.ofPath('GET', '/a')?.audience).toBe('@guest')
  expect(auth.ofPath('GET', '/a')?.audience).toBe('@auth')
  expect(guest.ofLabels(['*:list'])).toBeUndefined()
  expect(auth.ofLabels(['*:list'])?.label).toBe('*:list')
  expect([guest.ofPath('GET', '/b')?.label, auth.ofPath('GET', '/b')?.label]).toEqual(['/b', '/b'])
})
