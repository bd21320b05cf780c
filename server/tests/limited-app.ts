import type { Clock } from '../base/clock.ts'
import { testApp, type TestApp, testPassword } from './test-app.ts'

interface Rule {
  readonly label: string
  readonly audience?: string
  readonly duration?: number
  readonly maxRequests?: number
}

/** An app whose limits a test sets. */
export interface Limited extends TestApp {
  /** Let so many seconds pass. */
  readonly pass: (seconds: number) => void
  /** Ask from an address; answers the status. */
  readonly status: (
    method: string,
    path: string,
    call?: { readonly ip?: string; readonly token?: string; readonly body?: unknown },
  ) => Promise<number>
  readonly limit: (rules: readonly Rule[], more?: object) => Promise<void>
}

const open = { listRule: '', viewRule: '', createRule: '', updateRule: '', deleteRule: '' }
export const NOTES: string = '/api/collections/notes/records'

/** An app whose clock the test holds, with two open collections and an account. */
export async function limited(): Promise<Limited> {
  let ahead = 0
  const clock: Clock = {
    now: () => Date.now() + ahead * 1000,
    steady: () => ahead * 1000,
  }
  const app = await testApp({ clock })
  for (const name of ['notes', 'tasks'])
    await app.collection({ name, type: 'base', ...open, fields: [{ name: 'text', type: 'text' }] })
  await app.record('users', {
    email: 'siti@example.com',
    password: testPassword,
    passwordConfirm: testPassword,
  })
  return {
    ...app,
    pass: (seconds) => void (ahead += seconds),
    async status(method, path, { ip = '10.0.0.1', ...call } = {}) {
      const reply = await app.call(method, path, { ...call, headers: { 'x-ip': ip } })
      return reply.status
    },
    async limit(rules, more = {}) {
      const full = rules.map((rule) => ({ audience: '', duration: 10, maxRequests: 1, ...rule }))
      const body = {
        rateLimits: { enabled: true, rules: full, ...more },
        trustedProxy: { headers: ['X-Ip'] },
      }
      const reply = await app.call('PATCH', '/api/settings', { token: app.superuser, body })
      if (reply.status !== 200) throw new Error(`the limits were refused: ${reply.text}`)
    },
  }
}
