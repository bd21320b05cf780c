import { randomString } from '../../base/id.ts'
import { dapurOptions } from '../../collections/dapur-options.ts'
import { createRecord } from '../../records/create.ts'
import type { House } from '../../records/house.ts'
import { newAnonymousEmail } from '../anonymous.ts'
import type { Attempt, AuthMethod, Identity } from '../auth-method.ts'

/**
 * Sign-in as nobody in particular: each one makes a new account, whose token is all there is to it until it is promoted.
 * The body is what the record begins with. The create rule of the collection holds, with `@request.context` saying
 * `anonymous`.
 */
export const anonymous: AuthMethod = {
  name: 'anonymous',
  isOurs: true,
  isEnabled: ({ auth }) => dapurOptions(auth).anonymous.enabled,
  offCode: 'anonymous_auth_disabled',
  describe: (auth) => ({ enabled: dapurOptions(auth).anonymous.enabled }),
  finish,
}

const PASSWORD_LENGTH = 40
/** What an account that nobody has said anything of cannot bring, with whatever modifier. */
const RESERVED =
  /^\+?(?:email|emailVisibility|verified|password|passwordConfirm|oldPassword|tokenKey|mfaId)(?:[+-]|:.*)?$/

async function finish(house: House, { ask, collection, body }: Attempt): Promise<Identity> {
  const data = Object.fromEntries(Object.entries(body).filter(([key]) => !RESERVED.test(key)))
  const password = randomString(PASSWORD_LENGTH)
  const { cells } = await createRecord(house, ask, collection.id, {
    ...data,
    email: newAnonymousEmail(),
    password,
    passwordConfirm: password,
  })
  return { record: cells }
}
