import type { Now } from '../base/now.ts'
import { SUPERUSERS } from '../collections/collection.ts'
import type { Cells } from '../records/change.ts'
import { writeRecord } from '../records/output.ts'
import type { Ask } from '../records/request.ts'
import type { AuthCollection } from './auth-collection.ts'
import type { AuthHouse } from './auth-house.ts'
import { requireAuthRule } from './auth-rule.ts'
import { type Factor, requireFactors } from './mfa.ts'
import { noteOrigin } from './origins.ts'
import { askAs, recordActor } from './record-actor.ts'
import type { Issued } from './sessions.ts'
import { requireSuperuserIp } from './superuser-ips.ts'

/** Who is let in, and with what. */
export interface Admission {
  readonly collection: AuthCollection
  readonly record: Cells
  readonly meta?: object
  /** By what somebody signs in, for further factors and for alerts; absent for a refresh or an impersonation. */
  readonly by?: Pick<Factor, 'method' | 'mfaId'>
  /** Makes the token, once everything before it has agreed. */
  readonly token: () => Now<string | Issued>
}

/**
 * The way into the house that every sign-in, refresh and impersonation takes (contract services.md §2.0.1); gives
 * the text of the JSON answer `{ meta?, record, token, dapur? }`. The record is shown as to itself: with its own e-mail
 * address, and expanded by its own rights.
 *
 * Errors: `forbidden` 403 for a superuser from a foreign address, `auth_rule_refused` 403, `MfaNeeded`, `mfa_refused` 400.
 *
 * @example return writeAuthResponse(house, ask, { collection: users, record, token: () => issueToken(…) })
 */
export async function writeAuthResponse(house: AuthHouse, ask: Ask, admission: Admission): Promise<string> {
  const { collection, record, meta, by } = admission
  if (collection.name === SUPERUSERS) requireSuperuserIp(house.settings.current.superuserIPs, ask.ip ?? '')
  await requireAuthRule(house, ask, collection, record)
  if (by) await requireFactors(house, ask, { ...by, collection, record })
  const issued = await admission.token()
  const { token, dapur }: Issued = typeof issued === 'string' ? { token: issued } : issued
  const shown = await writeRecord(house, askAs(ask, recordActor(collection, record)), collection, record)
  if (by) await noteOrigin(house, ask, { collection, record })
  const extra = meta ? `"meta":${JSON.stringify(meta)},` : ''
  const ours = dapur ? `,"dapur":${JSON.stringify(dapur)}` : ''
  return `{${extra}"record":${shown},"token":${JSON.stringify(token)}${ours}}`
}
