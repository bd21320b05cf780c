import { authCollection } from '../../auth/auth-collection.ts'
import { findAccount } from '../../auth/find-account.ts'
import { issueToken, type TokenExtras, type TokenType } from '../../auth/token.ts'
import { type Reply, testApp, type TestApp, testPassword } from '../test-app.ts'
import { quickHashing } from './quick-hashing.ts'
import type { OnEnd } from './race.ts'

export const USERS: string = '/api/collections/users'
export const EMAIL: string = 'siti@example.com'
/** The other address of an account that changes it. */
export const NEXT_EMAIL: string = 'siti@next.example.com'

/** Where the races are run: an app in which everything is on, and somebody who has an account. */
export interface RacePlace extends TestApp {
  readonly id: string
  /** POST to a route of the users. */
  readonly to: (path: string, body: object, token?: string) => Promise<Reply>
  readonly patchUser: (body: object) => Promise<void>
  /** A token of the account as it is now. */
  readonly tokenOf: (type: TokenType, more?: TokenExtras) => Promise<string>
  /** A first factor of the account, as one for each runner. */
  readonly factors: (runners: number, method: string) => Promise<string[]>
}

const everything = {
  otp: { enabled: true },
  authAlert: { enabled: false },
  dapur: {
    passkey: { enabled: true },
    totp: { enabled: true },
    sessions: { enabled: true, refreshTokens: true },
  },
}

/** `options` are more of the collection's. */
export async function racePlace(onEnd: OnEnd, options: object = {}): Promise<RacePlace> {
  const app = await testApp({}, onEnd)
  Object.assign(app.app.house, quickHashing)
  const patch = async (path: string, body: object): Promise<void> => {
    const { status, text } = await app.call('PATCH', path, { token: app.superuser, body })
    if (status !== 200) throw new Error(`${path}: ${text}`)
  }
  await patch(USERS, { ...everything, ...options })
  const { id } = await app.record('users', {
    email: EMAIL,
    password: testPassword,
    passwordConfirm: testPassword,
    verified: true,
  })
  return {
    ...app,
    id,
    to: (path, body, token) => app.call('POST', `${USERS}/${path}`, { body, ...(token && { token }) }),
    patchUser: (body) => patch(`${USERS}/records/${id}`, body),
    tokenOf: (type, more = {}) => tokenOf(app, type, more),
    factors: (runners, method) => addFactors(app, { id, runners, method }),
  }
}

async function tokenOf({ app: { house } }: TestApp, type: TokenType, more: TokenExtras): Promise<string> {
  const collection = authCollection(house.catalog.current, 'users')
  const record =
    (await findAccount(house, collection, EMAIL, ['email'])) ??
    (await findAccount(house, collection, NEXT_EMAIL, ['email']))
  if (!record) throw new Error('the account is gone')
  return issueToken({ type, collection, record, now: house.clock.now(), ...more })
}

async function addFactors(
  { app, record }: TestApp,
  { id, runners, method }: { readonly id: string; readonly runners: number; readonly method: string },
): Promise<string[]> {
  const collectionRef = app.house.catalog.current.find('users')?.id
  const rows = Array.from({ length: runners }, () =>
    record('_mfas', { collectionRef, recordRef: id, method }),
  )
  return (await Promise.all(rows)).map((row) => row.id)
}
