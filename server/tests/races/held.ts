import { hashSecret } from '../../auth/secret-hash.ts'
import { fromBase32, hotp } from '../../auth/totp-code.ts'
import { type Authenticator, authenticator } from '../authenticator.ts'
import { testPassword } from '../test-app.ts'
import type { Race } from './race.ts'
import { EMAIL, type RacePlace, racePlace, USERS } from './race-place.ts'

/** What somebody holds: an authenticator app, its recovery codes, a passkey, a refresh token. */

const totp: Race = {
  name: 'a code of an authenticator app',
  async open(onEnd) {
    const place = await racePlace(onEnd)
    const secret = await enrol(place)
    return async (runners) => {
      await rewind(place)
      const mfaIds = await place.factors(runners, 'password')
      const code = codeOf(secret)
      return { shoot: (runner) => second(place, mfaIds[runner], code) }
    }
  },
}

const recovery: Race = {
  name: 'a recovery code',
  async open(onEnd) {
    const place = await racePlace(onEnd)
    await enrol(place)
    const owner = [place.app.house.catalog.current.find('users')?.id ?? '', place.id]
    return async (runners) => {
      await rewind(place)
      const code = 'ABCDEFGH23456777'
      await place.app.house.storage.write((tx) =>
        tx.run(
          'INSERT INTO "_dapur_recovery_codes" ("collectionRef", "recordRef", "hash") VALUES (?, ?, ?)',
          [...owner, hashSecret(code)],
        ),
      )
      const mfaIds = await place.factors(runners, 'password')
      return { shoot: (runner) => second(place, mfaIds[runner], code) }
    }
  },
}

async function enrol({ call, tokenOf }: RacePlace): Promise<string> {
  const token = await tokenOf('auth')
  const { secret } = (await call('POST', `${USERS}/totp`, { token, body: {} })).json
  const { status, text } = await call('POST', `${USERS}/totp/confirm`, {
    token,
    body: { code: codeOf(secret) },
  })
  if (status !== 200) throw new Error(text)
  return secret
}

function codeOf(secret: string): string {
  return hotp(fromBase32(secret), Math.floor(Date.now() / 30_000))
}

/** As if the app's last code were long ago, and nobody had tried. */
async function rewind({ app }: RacePlace): Promise<void> {
  await app.house.storage.write((tx) =>
    tx.run('UPDATE "_dapur_totp" SET "lastCounter" = 0, "attempts" = 0', []),
  )
}

async function second({ to }: RacePlace, mfaId: string | undefined, code: string): Promise<boolean> {
  return (await to('auth-with-totp', { mfaId, code })).status === 200
}

/** A passkey whose device does not count: nothing but the challenge tells two answers apart. */
const signInChallenge: Race = {
  name: 'the challenge of a sign-in by passkey',
  async open(onEnd) {
    const place = await racePlace(onEnd)
    const device = authenticator(SITE)
    await place.to('passkeys', await answerFor(place, device), await place.tokenOf('auth'))
    return async () => {
      const { options } = (await place.to('request-passkey', {})).json
      const credential = device.sign(options, { counter: 0 })
      return { shoot: async () => (await place.to('auth-with-passkey', { credential })).status === 200 }
    }
  },
}

const registerChallenge: Race = {
  name: 'the challenge of a new passkey',
  async open(onEnd) {
    const place = await racePlace(onEnd)
    const token = await place.tokenOf('auth')
    return async () => {
      // There may be twenty of an account.
      await place.app.house.storage.write((tx) => tx.run('DELETE FROM "_dapur_passkeys"', []))
      const { options } = (await place.to('request-passkey', { register: true }, token)).json
      return {
        async shoot(runner) {
          const credential = authenticator(SITE).register(options)
          return (await place.to('passkeys', { name: `Key ${runner}`, credential }, token)).status === 200
        },
      }
    }
  },
}

const SITE = 'http://localhost:8090'

async function answerFor({ to, tokenOf }: RacePlace, device: Authenticator): Promise<object> {
  const { options } = (await to('request-passkey', { register: true }, await tokenOf('auth'))).json
  return { name: 'Phone', credential: device.register(options) }
}

const refresh: Race = {
  name: 'a refresh token',
  async open(onEnd) {
    const place = await racePlace(onEnd)
    return async () => {
      const signIn = { identity: EMAIL, password: testPassword }
      const { refreshToken } = (await place.to('auth-with-password', signIn)).json.dapur
      return { shoot: async () => (await place.to('sessions/refresh', { refreshToken })).status === 200 }
    }
  },
}

export const held: readonly Race[] = [totp, recovery, signInChallenge, registerChallenge, refresh]
