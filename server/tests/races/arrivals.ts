import { openInstaller } from '../../auth/installer.ts'
import { listen } from '../../cli/listen.ts'
import { oidcProvider } from '../oidc-provider.ts'
import { testApp, testPassword } from '../test-app.ts'
import type { OnEnd, Race } from './race.ts'
import { racePlace, USERS } from './race-place.ts'

/** How somebody gets here for the first time: by another service, and by the link of the installer. */

const state: Race = {
  name: 'the state of an OAuth2 sign-in',
  async open(onEnd) {
    const place = await testApp({}, onEnd)
    const server = await listen(place.app, { host: '127.0.0.1', port: 0 })
    onEnd(() => server.close())
    return async () => {
      const clientId = await waitForCode(server.address, onEnd)
      return {
        async shoot(runner) {
          const query = `state=${clientId}&code=c${runner}`
          const reply = await fetch(`${server.address}/api/oauth2-redirect?${query}`, { redirect: 'manual' })
          await reply.body?.cancel()
          return reply.headers.get('location')?.endsWith('-success') ?? false
        },
      }
    }
  },
}

/** Listen on an event stream as the SDKs do; gives its id. */
async function waitForCode(address: string, onEnd: OnEnd): Promise<string> {
  const stopping = new AbortController()
  onEnd(() => stopping.abort())
  const { body } = await fetch(`${address}/api/realtime`, { signal: stopping.signal })
  if (!body) throw new Error('there is no stream')
  let text = ''
  for await (const chunk of body.values({ preventCancel: true })) {
    text += Buffer.from(chunk).toString()
    if (text.includes('\n\n')) break
  }
  const [, clientId = ''] = /^id:(.*)$/m.exec(text) ?? []
  const { status } = await fetch(`${address}/api/realtime`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ clientId, subscriptions: ['@oauth2'] }),
  })
  if (status !== 204) throw new Error(`the stream does not listen: ${status}`)
  return clientId
}

/** The provider takes a code once; nothing of ours may keep what came of it. */
const code: Race = {
  name: 'the code of an OAuth2 sign-in',
  async open(onEnd) {
    const { arrive, provider } = await withProvider(onEnd)
    return () => {
      const given = provider.code()
      return Promise.resolve({ shoot: async () => (await arrive(given)).status === 200 })
    }
  },
}

/** Many codes of one person who was never here: one account is made, and all others find it. */
const firstArrival: Race = {
  name: 'the first sign-in of somebody by OAuth2',
  async open(onEnd) {
    const { arrive, provider } = await withProvider(onEnd)
    let person = 0
    return () => {
      person += 1
      provider.user = { sub: `u${person}`, email: `u${person}@example.com`, email_verified: true }
      return Promise.resolve({
        shoot: async () => (await arrive(provider.code())).json.meta?.isNew === true,
      })
    }
  },
}

async function withProvider(onEnd: OnEnd) {
  const provider = await oidcProvider('RS256', onEnd)
  const place = await racePlace(onEnd, { oauth2: { enabled: true, providers: [provider.config()] } })
  const arrive = (given: string) => place.to('auth-with-oauth2', { provider: 'oidc', code: given })
  return { arrive, provider }
}

const installer: Race = {
  name: 'the link of the installer',
  async open(onEnd) {
    const { app, call } = await racePlace(onEnd)
    return async () => {
      await app.house.storage.write((tx) => tx.run('DELETE FROM "_superusers"', []))
      const token = await openInstaller(app.house)
      if (token === undefined) throw new Error('the installer is closed')
      return {
        async shoot(runner) {
          const email = `owner${runner}@example.com`
          const body = { email, password: testPassword, passwordConfirm: testPassword }
          const reply = await call('POST', '/api/collections/_superusers/records', { token, body })
          return reply.status === 200
        },
      }
    }
  },
}

const promotion: Race = {
  name: 'the promotion of an anonymous account',
  async open(onEnd) {
    const place = await racePlace(onEnd, { dapur: { anonymous: { enabled: true } } })
    let round = 0
    return async () => {
      round += 1
      const { token } = (await place.call('POST', `${USERS}/auth-anonymous`)).json
      const password = { password: testPassword, passwordConfirm: testPassword }
      return {
        async shoot(runner) {
          const email = `a${round}-${runner}@example.com`
          return (await place.to('promote', { email, ...password }, token)).status === 200
        },
      }
    }
  },
}

export const arrivals: readonly Race[] = [state, code, firstArrival, installer, promotion]
