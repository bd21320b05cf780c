import { afterEach, expect, test, vi } from 'vitest'
import { localStore, memoryStore, type Session } from './store.ts'
import { readToken } from './token.ts'

const record = { id: 'u1', collectionId: 'c1', collectionName: 'users' }

function tokenWith(claims: object): string {
  return `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.y`
}

/** A Storage with one entry, as a browser's localStorage would be. */
function fakeStorage(entries = new Map<string, string>()): Map<string, string> {
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => entries.set(key, value),
    removeItem: (key: string) => entries.delete(key),
  })
  return entries
}

afterEach(() => {
  vi.unstubAllGlobals()
})

test('a token is read without its signature, and rubbish is not a token', () => {
  const claims = { id: 'ü1', collectionId: 'c', type: 'auth', exp: 5 }
  expect(readToken(tokenWith(claims))).toEqual(claims)
  for (const rubbish of ['', 'a.b', 'a.!!!.c', tokenWith({ id: 'x' }), tokenWith([])]) {
    expect(readToken(rubbish)).toBeUndefined()
  }
})

test('a session is valid as long as its token is fresh', () => {
  const store = memoryStore()
  expect(store.isValid).toBe(false)
  const claims = { id: 'u1', collectionId: 'c1', type: 'auth' }
  const now = Date.now() / 1000
  store.save({ token: tokenWith({ ...claims, exp: now + 60 }), record })
  expect(store.isValid).toBe(true)
  store.save({ token: tokenWith({ ...claims, exp: now - 1 }), record })
  expect(store.isValid).toBe(false)
  store.save({ token: tokenWith(claims), record })
  expect(store.isValid).toBe(true)
})

test('localStorage keeps the session for the next page', () => {
  const entries = fakeStorage()
  localStore('k').save({ token: 'T', record })
  expect(localStore('k').session).toEqual({ token: 'T', record })
  localStore('k').clear()
  expect(entries.size).toBe(0)
})

test('what another app left there is not a session', () => {
  for (const text of ['{', '1', 'null', '{"token":1}', '{"token":"T","record":null}']) {
    fakeStorage(new Map([['k', text]]))
    expect(localStore('k').session).toBeNull()
  }
})

test('another tab that signs out is heard', () => {
  const entries = fakeStorage()
  const heard: ((event: { key: string | null }) => void)[] = []
  vi.stubGlobal('addEventListener', (_: string, listener: (event: { key: string | null }) => void) =>
    heard.push(listener),
  )
  const store = localStore('k')
  store.save({ token: 'T', record })
  const listener = vi.fn<(session: Session | null) => void>()
  const stop = store.onChange(listener)
  entries.clear()
  for (const hear of heard) hear({ key: 'other' })
  expect(store.token).toBe('T')
  for (const hear of heard) hear({ key: 'k' })
  expect(store.session).toBeNull()
  expect(listener).toHaveBeenCalledExactlyOnceWith(null)
  stop()
})

test('without localStorage the session lives in memory', () => {
  vi.stubGlobal('localStorage', undefined)
  const store = localStore()
  store.save({ token: 'T', record })
  expect(store.token).toBe('T')
})
