import { expect, test } from 'vitest'
import { kitchen } from './auth-matrix/kitchen.ts'
import { mailRows } from './auth-matrix/mail-rows.ts'
import { signInRows } from './auth-matrix/sign-in-rows.ts'
import type { Reply } from './test-app.ts'

/*
 * Contract services.md §12.5: the status of every auth route in every situation of its table. Each group of rows has an
 * app of its own, in which everything is on.
 */

test.each(Object.entries({ ...signInRows, ...mailRows }))('services §12.5 POST …/%s', async (route, rows) => {
  const app = await kitchen()
  const outcomes: [string, string][] = []
  for (const { when, body, token, collection = 'users', given } of rows) {
    await given?.(app)
    const path = `/api/collections/${collection}/${route.replace('ID', app.id)}`
    const reply = await app.call('POST', path, {
      body: typeof body === 'function' ? await body(app) : (body ?? {}),
      ...(token && { token: await token(app) }),
    })
    outcomes.push([when, outcomeOf(reply)])
  }
  expect(outcomes).toEqual(rows.map(({ when, expected }) => [when, expected]))
})

test('services §12.5 GET …/auth-methods is for everybody, and only where people sign in', async () => {
  const { call } = await kitchen()
  const get = async (name: string) => (await call('GET', `/api/collections/${name}/auth-methods`)).status
  expect(await Promise.all(['users', '_superusers', 'dishes', 'nobody'].map(get))).toEqual([
    200, 200, 404, 404,
  ])
})

test('services §12.5 POST /api/files/token', async () => {
  const { call, sri, superuser } = await kitchen()
  const post = async (token: string) => (await call('POST', '/api/files/token', { token })).status
  expect(await Promise.all(['', 'rubbish', sri, superuser].map(post))).toEqual([401, 401, 200, 200])
})

/** Status, and the codes under their keys, as `400 email validation_required`. */
function outcomeOf({ status, json }: Reply): string {
  const data: Record<string, { code?: string }> = json?.data ?? {}
  const problems = Object.entries(data).map(([key, { code = '' }]) => `${key} ${code}`)
  const mfa = json?.mfaId ? ['mfaId'] : []
  return [status, ...mfa, ...problems].join(' ')
}
