import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { bundle } from './bundle.ts'

/** What an app loads that uses all of the core. */
const CORE_BYTES = 12 * 1024

test('the core, realtime and sign-in included, fits into 12 KB', () => {
  const code = bundle()
  expect(code).toContain('auth-with-password')
  // It brings nothing along.
  expect(code).not.toMatch(/(?:from|import)\s*["']/)
  const size = gzipSync(code).length
  console.log(`@dapur/sdk: ${size} bytes gzip`)
  expect(size).toBeLessThanOrEqual(CORE_BYTES)
})
