import { expect } from 'vitest'
import { authCollection } from '../../auth/auth-collection.ts'
import { findAccount } from '../../auth/find-account.ts'
import { otpCode } from '../../auth/otp-code.ts'
import { issueToken, type TokenExtras, type TokenType } from '../../auth/token.ts'
import { oidcProvider, type OidcProvider } from '../oidc-provider.ts'
import { postOffice, useSmtp } from '../post-office.ts'
import { quickHashing } from '../races/quick-hashing.ts'
import { testApp, type TestApp, testPassword } from '../test-app.ts'

export const EMAIL: string = 'sri@example.com'
/** A password of a form, twice. */
export const password: Readonly<Record<'password' | 'passwordConfirm', string>> = {
  password: testPassword,
  passwordConfirm: testPassword,
}

/** An app in which all ways in are on. */
export interface Kitchen extends TestApp {
  readonly id: string
  /** Tokens of Sri, and of a cook, who is in another collection. */
  readonly sri: string
  readonly cook: string
  readonly provider: OidcProvider
  readonly tokenOf: (type: TokenType, more?: TokenExtras, collection?: string) => Promise<string>
  readonly options: (body: object) => Promise<void>
  /** A code that was mailed, as a body. */
  readonly otp: () => Promise<object>
  readonly mfaId: () => Promise<string>
}

/** One for each group of rows. */
export async function kitchen(): Promise<Kitchen> {
  const app = await testApp()
  Object.assign(app.app.house, quickHashing)
  const [post, provider] = [await postOffice(), await oidcProvider()]
  await useSmtp(app, post)
  const { call, superuser } = app
  const options: Kitchen['options'] = async (body) => {
    const { status, text } = await call('PATCH', '/api/collections/users', { token: superuser, body })
    expect([status, status === 200 ? '' : text]).toEqual([200, ''])
  }
  await options({
    otp: { enabled: true },
    authAlert: { enabled: false },
    oauth2: { enabled: true, providers: [provider.config()] },
  })
  await app.collection({ name: 'cooks', type: 'auth' })
  await app.collection({ name: 'dishes', type: 'base' })
  const { id } = await app.record('users', { email: EMAIL, ...password })
  await app.record('users', { email: 'taken@example.com', ...password })
  await app.record('cooks', { email: EMAIL, ...password })
  const read = async (name: string) => {
    const collection = authCollection(app.app.house.catalog.current, name)
    const record = await findAccount(app.app.house, collection, EMAIL, ['email'])
    if (!record) throw new Error('the account is gone')
    return { collection, record }
  }
  const tokenOf: Kitchen['tokenOf'] = async (type, more = {}, name = 'users') =>
    issueToken({ type, ...(await read(name)), now: Date.now(), ...more })
  return {
    ...app,
    id,
    provider,
    options,
    tokenOf,
    sri: await tokenOf('auth'),
    cook: await tokenOf('auth', {}, 'cooks'),
    async otp() {
      const { otpId } = (await call('POST', '/api/collections/users/request-otp', { body: { email: EMAIL } }))
        .json
      return { otpId, password: otpCode({ id: otpId, ...(await read('users')) }) }
    },
    async mfaId() {
      const owner = { collectionRef: (await read('users')).collection.id, recordRef: id }
      return (await app.record('_mfas', { ...owner, method: 'other' })).id
    },
  }
}
