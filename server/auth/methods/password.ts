import { isCurrentHash, nobodysHash } from '../../base/crypto.ts'
import { apiError } from '../../base/error.ts'
import type { House } from '../../records/house.ts'
import type { Attempt, AuthMethod, Identity } from '../auth-method.ts'
import { parseCredentials } from '../credentials.ts'
import { findAccount } from '../find-account.ts'
import { renewHash } from '../renew-hash.ts'

/** Sign-in with an identity (an e-mail address, or another unique field) and a password: services.md §2.2. */
export const password: AuthMethod = {
  name: 'password',
  isEnabled: ({ auth }) => auth.passwordAuth.enabled,
  offCode: 'password_auth_disabled',
  describe: ({ passwordAuth: { enabled, identityFields } }) => ({
    identityFields: enabled ? identityFields : [],
    enabled,
  }),
  finish,
}

async function finish(house: House, { collection, body }: Attempt): Promise<Identity> {
  const {
    identity,
    password: plain,
    fields,
  } = parseCredentials(body, collection.auth.passwordAuth.identityFields)
  const record = await findAccount(house, collection, identity, fields)
  const stored = record?.['password']
  const hash = typeof stored === 'string' && stored !== '' ? stored : nobodysHash
  const isRight = await house.verifyPassword(plain, hash)
  if (!record || !isRight) throw apiError('credentials_wrong', {})
  if (!isCurrentHash(hash)) await renewHash(house, collection, record, plain)
  return { record }
}
