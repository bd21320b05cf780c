import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createClient } from './client.ts'
import { memoryStore } from './store.ts'

const record = { id: 'u1', collectionId: 'c1', collectionName: 'users' }

function tokenFor(seconds: number, more: object = {}): string {
  const claims = { id: 'u1', collectionId: 'c1', type: 'auth', exp: Date.now() / 1000 + seconds, ...more }
  return `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.y`
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A client, what it asked for, and what it is answered. */
function world(answer: () => Response): { asked: string[]; dapur: ReturnType<typeof createClient> } {
  const asked: string[] = []
  const fetch: typeof globalThis.fetch = async (url, init) => {
    asked.push(
      `${url instanceof Request ? url.url : url.toString()} ${typeof init?.body === 'string' ? init.body : ''}`.trim(),
    )
    return answer()
  }
  return { asked, dapur: createClient('http://x', { store: memoryStore(), fetch }) }
}

test('a token is renewed when a quarter of its time is left, again and again', async () => {
  const { asked, dapur } = world(() =>
    Response.json({ token: tokenFor(1000, { refreshable: true }), record }),
  )
  dapur.auth.save({ token: tokenFor(1000, { refreshable: true }), record })
  await vi.advanceTimersByTimeAsync(740_000)
  expect(asked).toEqual([])
  await vi.advanceTimersByTimeAsync(20_000)
  expect(asked).toEqual(['http://x/api/collections/users/auth-refresh'])
  await vi.advanceTimersByTimeAsync(760_000)
  expect(asked).toHaveLength(2)
})

test('a short token is renewed by its refresh token, and the next one is kept', async () => {
  const { asked, dapur } = world(() =>
    Response.json({ token: tokenFor(100), record, dapur: { session: 's', refreshToken: 'R2' } }),
  )
  dapur.auth.save({ token: tokenFor(100, { refreshable: false }), record, refreshToken: 'R1' })
  await vi.advanceTimersByTimeAsync(80_000)
  expect(asked).toEqual(['http://x/api/collections/users/sessions/refresh {"refreshToken":"R1"}'])
  expect(dapur.auth.session?.refreshToken).toBe('R2')
})

test('what cannot be renewed is left alone, and a refusal signs out', async () => {
  const { asked, dapur } = world(() => Response.json({ status: 401, message: '', data: {} }, { status: 401 }))
  dapur.auth.save({ token: tokenFor(100, { refreshable: false }), record })
  await vi.advanceTimersByTimeAsync(99_000)
  expect(asked).toEqual([])
  dapur.auth.save({ token: tokenFor(100, { refreshable: true }), record })
  await vi.advanceTimersByTimeAsync(80_000)
  expect(asked).toHaveLength(1)
  expect(dapur.auth.session).toBeNull()
})
