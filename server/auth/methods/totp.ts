import { apiError } from '../../base/error.ts'
import { dapurOptions } from '../../collections/dapur-options.ts'
import { readSubmitted } from '../../collections/submitted.ts'
import { findRecord } from '../../records/find.ts'
import type { House } from '../../records/house.ts'
import type { Account } from '../account.ts'
import type { Attempt, AuthMethod, Identity } from '../auth-method.ts'
import { findFactor } from '../mfa.ts'
import { hasTotp, spendTotp } from '../totp-spend.ts'

/**
 * A code of an authenticator app (RFC 6238) or a recovery code, as the second factor: `{ mfaId, code }`. Whose code it
 * is follows from the first one.
 */
export const totp: AuthMethod = {
  name: 'totp',
  isOurs: true,
  isEnabled: ({ auth }) => dapurOptions(auth).totp.enabled,
  offCode: 'totp_auth_disabled',
  describe: (auth) => ({ enabled: dapurOptions(auth).totp.enabled }),
  finish,
}

async function finish(house: House, { ask, collection, body }: Attempt): Promise<Identity> {
  const submitted = readSubmitted(body)
  const [mfaId, code] = [
    ask.context.query['mfaId'] || submitted.text('mfaId', ''),
    submitted.text('code', ''),
  ]
  const first = mfaId === '' ? undefined : await findFactor(house, collection, mfaId)
  const record = first && (await findRecord(house, collection, first.recordId))
  if (!record || !(await isRight(house, { collection, record }, code)))
    throw apiError('credentials_wrong', {})
  return { record }
}

async function isRight(house: House, account: Account, code: string): Promise<boolean> {
  return (await hasTotp(house, account)) && spendTotp(house, account, code)
}
