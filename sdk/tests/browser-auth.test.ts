import type { CDPSession, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { oauthApp } from '../../server/tests/oauth-app.ts'
import { noBrowser, openContext } from '../../server/tests/open-context.ts'
import { all, oneFile } from './bundle.ts'
import { type ServedApp, servedApp, sri } from './served-app.ts'

/** A browser has to start, and its page has to be bundled. */
const timeout = 60_000

/** A page of the server, on a host that passkeys take, with the SDK as `globalThis.sdk` and a client as `dapur`. */
async function page({ url }: ServedApp): Promise<Page> {
  const opened = await (await openContext()).newPage()
  await opened.goto(`${url.replace('127.0.0.1', 'localhost')}/api/health`)
  const code = oneFile(`${all()}\n${all('account/index.ts')}`)
  await opened.evaluate(`(async () => {
    const code = new Blob([${JSON.stringify(code)}], { type: 'text/javascript' })
    globalThis.sdk = await import(URL.createObjectURL(code))
    globalThis.dapur = sdk.createClient(location.origin)
  })()`)
  return opened
}

/** Plugs in a device that says yes to everything. */
async function plugIn(here: Page): Promise<CDPSession> {
  const session = await here.context().newCDPSession(here)
  await session.send('WebAuthn.enable')
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return session
}

test.skipIf(noBrowser)(
  'in Chromium somebody registers a passkey and signs in with it',
  { timeout },
  async () => {
    const app = await servedApp()
    const origin = app.url.replace('127.0.0.1', 'localhost')
    await app.configure({ dapur: { passkey: { enabled: true, origins: [origin] } } })
    const here = await page(app)
    await plugIn(here)
    const told = await here.evaluate(`(async () => {
    const users = dapur.collection('users')
    const passkeys = sdk.passkeysOf(dapur, 'users')
    await users.signIn(${JSON.stringify(sri)})
    const { id } = await passkeys.register('My phone')
    await passkeys.rename(id, 'My old phone')
    const names = (await passkeys.list()).map(({ name }) => name)
    users.signOut()
    const { record } = await passkeys.signIn()
    const isValid = dapur.auth.isValid
    await passkeys.delete(id)
    users.signOut()
    const gone = await passkeys.signIn().then(() => 200, ({ status }) => status)
    const given = await passkeys.signIn({ signal: AbortSignal.abort() }).then(() => '', ({ isAbort }) => isAbort)
    return { names, email: record.email, isValid, gone, given }
  })()`)
    expect(told).toEqual({
      names: ['My old phone'],
      email: sri.email,
      isValid: true,
      gone: 400,
      given: true,
    })
  },
)

test.skipIf(noBrowser)(
  'in Chromium a click opens the window of a provider, and its end signs in',
  { timeout },
  async () => {
    const app = await servedApp(await oauthApp())
    const here = await page(app)
    await here.evaluate(`(() => {
    globalThis.told = new Promise((resolve) => {
      document.body.innerHTML = '<button>Sign in</button>'
      document.querySelector('button').onclick = () =>
        dapur.collection('users').signInWithOAuth2({ provider: 'oidc' }).then(
          ({ record }) => resolve(record.email), ({ message }) => resolve(message))
    })
  })()`)
    const [window] = await Promise.all([here.waitForEvent('popup'), here.click('button')])
    expect(await here.evaluate('told')).toBe('siti@example.com')
    await expect.poll(() => window.isClosed()).toBe(true)
    expect(await here.evaluate('dapur.auth.session.record.email')).toBe('siti@example.com')
  },
)
