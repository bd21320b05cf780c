import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { all, bundle } from './bundle.ts'

/** The parts of the SDK and how much an app loads at most, in bytes of gzip, that uses all of one. */
const parts: readonly (readonly [string, string, number])[] = [
  ['@dapur/sdk', 'index.ts', 12 * 1024],
  ['@dapur/sdk/auth', 'account/index.ts', 4 * 1024],
  ['@dapur/sdk/react', 'react/index.ts', 2 * 1024],
]
/** What speaks to an event stream, loaded only where there is no WebSocket. */
const LATER_BYTES = 2.5 * 1024

/** What apps that use React bring along. */
const external = ['react', '@tanstack/react-query']

const sizeOf = (code: string): number => gzipSync(code).length

test.each(parts)('%s fits into its budget', (name, file, most) => {
  const files = bundle(all(file), { external })
  const [entry] = files
  if (!entry?.isEntry) throw new Error('There is no entry.')
  // It brings nothing along, and nothing else is loaded with it.
  const brought = entry.code.match(/(?:from|import)\s*["'][^"']+["']/g) ?? []
  expect(brought.every((line) => external.some((peer) => line.includes(peer)))).toBe(true)
  expect(brought.length > 0).toBe(file.startsWith('react'))
  console.log(`${name}: ${files.map(({ code }) => sizeOf(code)).join(' + ')} bytes gzip`)
  expect(sizeOf(entry.code)).toBeLessThanOrEqual(most)
  for (const { code } of files.slice(1)) expect(sizeOf(code)).toBeLessThanOrEqual(LATER_BYTES)
})

test('@dapur/sdk/admin fits beside the core, of which it makes other clients', () => {
  const [core, both] = [all(), `${all()}\n${all('admin/index.ts')}`].map((code) =>
    sizeOf(bundle(code).find(({ isEntry }) => isEntry)?.code ?? ''),
  )
  const more = (both ?? 0) - (core ?? 0)
  console.log(`@dapur/sdk/admin: ${more} bytes gzip beside the core`)
  expect(more).toBeGreaterThan(0)
  expect(more).toBeLessThanOrEqual(1024)
})

test('what an app does not use is not bundled', () => {
  const from = JSON.stringify(join(import.meta.dirname, '../src/account/index.ts'))
  const codeOf = (name: string): string | undefined => bundle(`export { ${name} } from ${from}`)[0]?.code
  expect(codeOf('sessionsOf')).not.toContain('passkey')
  // The same look finds it where it is.
  expect(codeOf('passkeysOf')).toContain('request-passkey')
})
