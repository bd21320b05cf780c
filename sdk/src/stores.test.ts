import { expect, test } from 'vitest'
import { asyncStore } from './async-store.ts'
import { createServerClient } from './cookie-store.ts'
import { toFilter } from './where.ts'
import { makeId } from './make-id.ts'

const record = { id: 'u1', collectionId: 'c1', collectionName: 'users' }

test('a server client has the session of the cookie, and says how to keep the next one', () => {
  const set: string[] = []
  const open = (cookie: string): ReturnType<typeof createServerClient> =>
    createServerClient('http://localhost', { cookie, setCookie: (header) => set.push(header) })
  open('').auth.save({ token: 'T', record })
  expect(set[0]).toMatch(/; Path=\/; HttpOnly; SameSite=Lax; Secure$/)
  const pair = set[0]?.split(';')[0] ?? ''
  expect(open(`other=1; ${pair}`).auth.session).toEqual({ token: 'T', record })
  expect(open('dapur_auth=%E0%A4%A').auth.session).toBeNull()
  open(pair).auth.clear()
  expect(set[1]).toMatch(/^dapur_auth=; Max-Age=0;/)
})

test('a record too large for a cookie keeps what it is known by', () => {
  const set: string[] = []
  const dapur = createServerClient('http://localhost', {
    cookie: null,
    setCookie: (header) => set.push(header),
  })
  dapur.auth.save({ token: 'T', record: { ...record, story: 'ü'.repeat(4000) } })
  expect(set[0]?.length).toBeLessThan(4096)
  const again = createServerClient('http://localhost', { cookie: set[0], setCookie: () => undefined })
  expect(again.auth.session).toEqual({ token: 'T', record })
})

test('an async store is written in order, and its faults are told', async () => {
  const entries = new Map<string, string>()
  const faults: unknown[] = []
  let isBroken = false
  const place = {
    getItem: async (key: string) => entries.get(key) ?? null,
    setItem: async (key: string, value: string) => {
      if (isBroken) throw new Error('full')
      entries.set(key, value)
    },
    removeItem: async (key: string) => entries.delete(key),
  }
  const onError = (error: unknown): void => void faults.push(error)
  const store = await asyncStore(place, { onError })
  store.save({ token: 'A', record })
  store.clear()
  store.save({ token: 'B', record })
  await expect.poll(() => entries.get('dapur_auth')).toContain('"B"')
  expect((await asyncStore(place, { onError })).token).toBe('B')
  isBroken = true
  store.save({ token: 'C', record })
  await expect.poll(() => faults).toHaveLength(1)
  expect(store.token).toBe('C')
})

test('an object as a filter cannot be broken out of', () => {
  const status = 'o" || id != "'
  expect(toFilter({ status, total: { '>': 3, '<=': 9 }, none: undefined, owner: null })).toBe(
    'status = "o\\" || id != \\"" && total > 3 && total <= 9 && owner = null',
  )
  expect(() => toFilter({ 'id != "" || a': 1 })).toThrow(TypeError)
  expect(() => toFilter({ a: { '= 1 || b =': 1 } })).toThrow(TypeError)
})

test('ids are as the server makes them, and never twice', () => {
  const ids = new Set(Array.from({ length: 1000 }, makeId))
  expect(ids.size).toBe(1000)
  for (const id of ids) expect(id).toMatch(/^[a-z0-9]{15}$/)
})
