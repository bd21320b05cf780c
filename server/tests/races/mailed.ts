import { authCollection } from '../../auth/auth-collection.ts'
import { findAccount } from '../../auth/find-account.ts'
import { otpCode } from '../../auth/otp-code.ts'
import { testPassword } from '../test-app.ts'
import type { Race } from './race.ts'
import { EMAIL, NEXT_EMAIL, type RacePlace, racePlace } from './race-place.ts'

/** What comes by mail: codes, and links with a token. */

const otp: Race = {
  name: 'a one-time code',
  async open(onEnd) {
    const place = await racePlace(onEnd)
    return async () => {
      const body = await askForCode(place)
      return { shoot: async () => (await place.to('auth-with-otp', body)).status === 200 }
    }
  },
}

/** The code that the mail says: it follows from its id. */
async function askForCode({ to, app: { house } }: RacePlace): Promise<{ otpId: string; password: string }> {
  const { otpId } = (await to('request-otp', { email: EMAIL })).json
  const collection = authCollection(house.catalog.current, 'users')
  const record = await findAccount(house, collection, EMAIL, ['email'])
  if (!record) throw new Error('the account is gone')
  return { otpId, password: otpCode({ id: otpId, collection, record }) }
}

const mfa: Race = {
  name: 'the id of a first factor',
  async open(onEnd) {
    const place = await racePlace(onEnd, { mfa: { enabled: true } })
    return async () => {
      const [mfaId] = await place.factors(1, 'otp')
      const body = { identity: EMAIL, password: testPassword, mfaId }
      return { shoot: async () => (await place.to('auth-with-password', body)).status === 200 }
    }
  },
}

/** Using it again does no harm (contract services.md §2.8): what counts is how often the account was changed. */
const verification: Race = {
  name: 'a link that verifies',
  async open(onEnd) {
    const place = await racePlace(onEnd)
    let changes = 0
    place.app.house.changes.onCommit.add(({ collection }) => {
      if (collection.name === 'users') changes += 1
    })
    return async () => {
      await place.patchUser({ verified: false })
      const token = await place.tokenOf('verification')
      changes = 0
      const shoot = async (): Promise<boolean> =>
        (await place.to('confirm-verification', { token })).status === 204
      return { shoot, count: () => changes }
    }
  },
}

const reset: Race = {
  name: 'a link for a new password',
  async open(onEnd) {
    const place = await racePlace(onEnd)
    return async () => {
      const token = await place.tokenOf('passwordReset')
      return {
        async shoot(runner) {
          const password = `rendang-padang-${runner}`
          const body = { token, password, passwordConfirm: password }
          return (await place.to('confirm-password-reset', body)).status === 204
        },
      }
    }
  },
}

const emailChange: Race = {
  name: 'a link for a new address',
  async open(onEnd) {
    const place = await racePlace(onEnd)
    let next = NEXT_EMAIL
    return async () => {
      const token = await place.tokenOf('emailChange', { newEmail: next })
      next = next === EMAIL ? NEXT_EMAIL : EMAIL
      const body = { token, password: testPassword }
      return { shoot: async () => (await place.to('confirm-email-change', body)).status === 204 }
    }
  },
}

export const mailed: readonly Race[] = [otp, mfa, verification, reset, emailChange]
