import { rmSync } from 'node:fs'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type App, type AppOptions, openApp } from '../app.ts'
import { authCollection } from '../auth/auth-collection.ts'
import { findAccount } from '../auth/find-account.ts'
import { createSuperuser } from '../auth/superusers.ts'
import { issueToken } from '../auth/token.ts'
import { SUPERUSERS } from '../collections/collection.ts'

/** What came back. */
export interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The body as JSON, `undefined` when it is empty or of another type. Tests know what they asked for. */
  // oxlint-disable-next-line no-explicit-any -- a test reads what it expects, and fails where that is not there
  readonly json: any
}

/** What a request of a test is made of. */
export interface Call {
  /** The Authorization header. */
  readonly token?: string
  /** Sent as JSON, or as it is when it is a string. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** A whole app on a real file in a temporary folder. */
export interface TestApp {
  readonly app: App
  readonly dir: string
  /** The token of a superuser. */
  readonly superuser: string
  readonly call: (method: string, path: string, call?: Call) => Promise<Reply>
  /** Create a collection as the superuser; fails the test when that fails. */
  readonly collection: (definition: Readonly<Record<string, unknown>>) => Promise<Reply['json']>
  /** Create a record as the superuser; fails the test when that fails. */
  readonly record: (collection: string, body: Readonly<Record<string, unknown>>) => Promise<Reply['json']>
  /** Sign in with a password; answers the token. */
  readonly signIn: (collection: string, identity: string, password?: string) => Promise<string>
}

const PASSWORD = 'sambal-terasi-9'
const EMAIL = 'root@example.com'

/**
 * Open an app for one test, with a superuser; it is closed and its data removed when the test is over, or when whoever
 * takes `onEnd` says so.
 *
 * @example const { call, superuser } = await testApp()
 */
export async function testApp(
  options: Partial<AppOptions> = {},
  onEnd: (work: () => Promise<void> | void) => void = onTestFinished,
): Promise<TestApp> {
  const dir = await mkdtemp(join(tmpdir(), 'dapur-'))
  await cp(await template(), dir, { recursive: true })
  const app = await openApp({ ...plain, dir, ...options })
  onEnd(async () => {
    await app.close()
    await rm(dir, { recursive: true, force: true })
  })
  const call = callerOf(app)
  const superuser = await superuserToken(app)
  const post = async (path: string, body: unknown) =>
    expectOk(await call('POST', path, { token: superuser, body }))
  return {
    app,
    dir,
    superuser,
    call,
    async signIn(collection, identity, password = PASSWORD) {
      const path = `/api/collections/${collection}/auth-with-password`
      return expectOk(await call('POST', path, { body: { identity, password } })).token
    },
    collection: (definition) => post('/api/collections', definition),
    record: (collection, body) => post(`/api/collections/${collection}/records`, body),
  }
}

const plain = { durability: 'full', origins: ['*'], logLevel: 'silent' } as const

let made: Promise<string> | undefined

/** Data with nothing but a superuser in it: made once for all tests of a process, and copied for each. */
function template(): Promise<string> {
  return (made ??= makeTemplate())
}

async function makeTemplate(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'dapur-template-'))
  process.once('exit', () => rmSync(dir, { recursive: true, force: true }))
  const app = await openApp({ ...plain, dir })
  await createSuperuser(app.house, { email: EMAIL, password: PASSWORD })
  await app.close()
  return dir
}

async function superuserToken({ house }: App): Promise<string> {
  const collection = authCollection(house.catalog.current, SUPERUSERS)
  const record = await findAccount(house, collection, EMAIL, ['email'])
  if (!record) throw new Error('the template has no superuser')
  return issueToken({ type: 'auth', collection, record, now: house.clock.now() })
}

function callerOf(app: App): TestApp['call'] {
  return async (method, path, { token, body, headers } = {}) => {
    const response = await app.fetch(
      new Request(`http://dapur.test${path}`, {
        method,
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(token === undefined ? {} : { authorization: token }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    )
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: isJson(response.headers) && text.trim() !== '' ? JSON.parse(text) : undefined,
    }
  }
}

function expectOk({ status, text, json }: Reply): Reply['json'] {
  if (status !== 200) throw new Error(`expected 200, got ${status}: ${text}`)
  return json
}

/** The password of every account that a test makes without another wish. */
export const testPassword: string = PASSWORD

function isJson(headers: Headers): boolean {
  return headers.get('content-type')?.startsWith('application/json') === true
}
