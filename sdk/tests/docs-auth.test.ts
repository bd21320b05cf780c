import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runInThisContext } from 'node:vm'
import { expect, test } from 'vitest'
import { fromBase32, hotp } from '../../server/auth/totp-code.ts'
import * as account from '../src/account/index.ts'
import { servedApp, sri } from './served-app.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/auth.md'), 'utf8')
const blocks = [...page.matchAll(/<!-- sdk: (\w+) -->\n```ts\n(.*?)```/gs)].map(
  ([, option = '', code = '']) => [option, code] as const,
)

/** What the reader of a block is shown; nothing unless it is here. */
const SHOWN: Readonly<Record<string, RegExp>> = { apiKeys: /^dapur_/, totp: /^otpauth:/ }

test('docs/auth.md: no block of the SDK goes unrun', () => {
  expect(blocks.map(([option]) => option)).toEqual(['sessions', 'apiKeys', 'anonymous', 'totp'])
  expect(page.split('```ts\n')).toHaveLength(blocks.length + 1)
})

test.each(blocks)('docs/auth.md: what it says of %s with the SDK runs as it stands', async (option, code) => {
  const { open, configure } = await servedApp()
  await configure({ dapur: { [option]: { enabled: true } } })
  const dapur = open()
  const { record } = await dapur.collection('users').signIn(sri)
  const shown: string[] = []
  const known: Record<string, unknown> = {
    ...account,
    ...sri,
    dapur,
    console: { log: (text: string) => void shown.push(text) },
    showAsQrCode: (url: string) => void shown.push(url),
    codeOfTheApp: async (secret: string) => hotp(fromBase32(secret), Math.floor(Date.now() / 30_000)),
  }
  const run: unknown = runInThisContext(`(async ({ ${Object.keys(known).join()} }) => { ${code} })`)
  if (typeof run !== 'function') throw new Error(`this cannot be run: ${code}`)
  await run(known)
  expect(dapur.auth.isValid).toBe(true)
  expect(dapur.auth.session?.record.id === record.id).toBe(option !== 'anonymous')
  expect(shown.join()).toMatch(SHOWN[option] ?? /^$/)
})
