import { expect } from 'vitest'
import type { AppOptions } from '../app.ts'
import { type OidcProvider, oidcProvider } from './oidc-provider.ts'
import { type Reply, testApp, type TestApp, testPassword } from './test-app.ts'

export const USERS: string = '/api/collections/users'
export const SIGN_IN: string = `${USERS}/auth-with-oauth2`

interface OAuthAppOptions extends Partial<AppOptions> {
  readonly settings?: (provider: OidcProvider) => Record<string, unknown>
}

/** An app whose users may sign in at a provider on this machine. */
export interface OAuthApp extends TestApp {
  readonly provider: OidcProvider
  /** Sign in with a code that the provider has just given. */
  readonly arrive: (body?: object, token?: string) => Promise<Reply>
  readonly configure: (oauth2: object, more?: object) => Promise<void>
}

/** `settings` are more of the provider's, `more` is more of the collection's. */
export async function oauthApp(
  more: object = {},
  { settings = () => ({}), ...options }: OAuthAppOptions = {},
): Promise<OAuthApp> {
  const [app, provider] = [await testApp(options), await oidcProvider()]
  const configure = async (oauth2: object, rest: object = {}): Promise<void> => {
    const body = { oauth2: { enabled: true, ...oauth2 }, ...rest }
    const { status, text } = await app.call('PATCH', USERS, { token: app.superuser, body })
    expect([status, status === 200 ? '' : text]).toEqual([200, ''])
  }
  await configure({ providers: [provider.config(settings(provider))] }, more)
  const arrive: OAuthApp['arrive'] = (body = {}, token = '') =>
    app.call('POST', SIGN_IN, { token, body: { provider: 'oidc', code: provider.code(), ...body } })
  return { ...app, provider, arrive, configure }
}

/** All links, as `provider id record`. */
export async function linksOf({ call, superuser }: TestApp): Promise<string[]> {
  const { json } = await call('GET', '/api/collections/_externalAuths/records', { token: superuser })
  return json.items.map(
    ({ provider, providerId, recordRef }: Record<string, string>) => `${provider} ${providerId} ${recordRef}`,
  )
}

/** Make an account as a superuser does. */
export function signUp({ record }: TestApp, email: string, more: object = {}): Promise<Reply['json']> {
  return record('users', { email, password: testPassword, passwordConfirm: testPassword, ...more })
}
