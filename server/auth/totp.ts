import { randomBytes } from 'node:crypto'
import { formatTime } from '../base/clock.ts'
import { apiError } from '../base/error.ts'
import { steps, type Steps, take } from '../base/now.ts'
import { dapurOptions } from '../collections/dapur-options.ts'
import { readSubmitted } from '../collections/submitted.ts'
import type { House } from '../records/house.ts'
import type { Ask } from '../records/request.ts'
import type { Writer } from '../storage/dialect.ts'
import { type Account, accountFor, type AccountRequest } from './account.ts'
import { ownerOf } from './owned-rows.ts'
import { text } from './record-actor.ts'
import { hashSecret } from './secret-hash.ts'
import { fromBase32, matchTotp, newTotpSecret, toBase32, totpUrl } from './totp-code.ts'
import { hasTotp, spendTotp } from './totp-spend.ts'

const RECOVERY_CODES = 10
const OWNER = '"collectionRef" = ? AND "recordRef" = ?'
const INSERT =
  'INSERT INTO "_dapur_totp" ("collectionRef", "recordRef", "secret", "pending", "lastCounter", "attempts", "attemptsSince", "confirmed") VALUES (?, ?, \'\', ?, 0, 0, 0, \'\') ON CONFLICT ("collectionRef", "recordRef") DO UPDATE SET "pending" = excluded."pending"'
const CONFIRM = `UPDATE "_dapur_totp" SET "secret" = "pending", "pending" = '', "lastCounter" = ?, "attempts" = 0, "confirmed" = ? WHERE ${OWNER} AND "pending" = ?`
const ADD_CODE = 'INSERT INTO "_dapur_recovery_codes" ("collectionRef", "recordRef", "hash") VALUES (?, ?, ?)'
const FORGET_CODES = `DELETE FROM "_dapur_recovery_codes" WHERE ${OWNER}`

/** A request about an account's authenticator app. */
export interface TotpRequest extends AccountRequest {
  readonly body: Readonly<Record<string, unknown>>
}

/** Is there an authenticator app, and how many recovery codes are left? Errors: those of `accountFor`. */
export async function readTotp(
  house: House,
  ask: Ask,
  request: AccountRequest,
): Promise<{ enabled: boolean; recoveryCodes: number }> {
  const account = await accountFor(house, ask, request)
  const { collectionRef, recordRef } = ownerOf(account.collection, account.record)
  const [count] = (await house.storage.hot.get(
    `SELECT count(*) FROM "_dapur_recovery_codes" WHERE ${OWNER}`,
    [collectionRef, recordRef],
  )) ?? [0]
  return { enabled: await hasTotp(house, account), recoveryCodes: Number(count) }
}

/**
 * Begin with an authenticator app: its secret, and the address for a QR code. Nothing changes for sign-ins until it
 * has shown a right code to `confirmTotp`. Whoever has an app already has to show a code of it (body `{ code }`), or
 * somebody with a stolen token could put theirs in its place.
 *
 * Errors: those of `accountFor`, `totp_auth_disabled` 403, `totp_code_wrong` 400, `attempts_too_many` 429.
 *
 * @example await enrolTotp(house, ask, { collection: 'users', body: {} }) // { secret: 'JBSW…', url: 'otpauth://…' }
 */
export async function enrolTotp(
  house: House,
  ask: Ask,
  request: TotpRequest,
): Promise<{ secret: string; url: string }> {
  const account = await ownAccount(house, ask, request)
  if (await hasTotp(house, account)) await requireCode(house, account, request.body)
  const { collectionRef, recordRef } = ownerOf(account.collection, account.record)
  const secret = newTotpSecret()
  await house.storage.write((tx) => tx.run(INSERT, [collectionRef, recordRef, secret]))
  const name = text(account.record, 'email') || recordRef
  return { secret, url: totpUrl(secret, { issuer: house.settings.current.meta.appName, account: name }) }
}

/**
 * Show that the app has the secret (body `{ code }`): from now on sign-ins need it. Answers ten recovery codes, each
 * good for one sign-in; they are kept as hashes and cannot be shown again.
 *
 * Errors: those of `accountFor`, `totp_auth_disabled` 403, `totp_missing` 404 when nothing was begun, `totp_code_wrong` 400.
 */
export async function confirmTotp(
  house: House,
  ask: Ask,
  request: TotpRequest,
): Promise<{ recoveryCodes: string[] }> {
  const account = await ownAccount(house, ask, request)
  const { collectionRef, recordRef } = ownerOf(account.collection, account.record)
  const code = readSubmitted(request.body).text('code', '').replaceAll(/\s/g, '')
  const recoveryCodes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode)
  await house.storage.write((tx) =>
    steps(() => confirm(tx, [collectionRef, recordRef], { code, recoveryCodes, now: house.clock.now() })),
  )
  return { recoveryCodes }
}

interface Confirmation {
  readonly code: string
  readonly recoveryCodes: readonly string[]
  readonly now: number
}

function* confirm(
  tx: Writer,
  owner: readonly string[],
  { code, recoveryCodes, now }: Confirmation,
): Steps<void> {
  const found = yield* take(tx.get(`SELECT "pending" FROM "_dapur_totp" WHERE ${OWNER}`, owner))
  const pending = String(found?.[0] ?? '')
  if (pending === '') throw apiError('totp_missing', {})
  const counter = matchTotp(fromBase32(pending), code, { now, after: 0 })
  if (counter === undefined) throw apiError('totp_code_wrong', {})
  yield* take(tx.run(CONFIRM, [counter, formatTime(now), ...owner, pending]))
  yield* take(tx.run(FORGET_CODES, owner))
  for (const each of recoveryCodes)
    yield* take(tx.run(ADD_CODE, [...owner, hashSecret(each.replaceAll('-', ''))]))
}

/** 80 bits in four groups of letters and digits that nobody takes for each other. */
function newRecoveryCode(): string {
  return toBase32(randomBytes(10)).replaceAll(/(.{4})(?=.)/g, '$1-')
}

/**
 * Do without the app again: with a code of it, or a recovery code (`{ code }`). A superuser may take it from somebody
 * else, who has lost both.
 *
 * Errors: those of `accountFor`, `totp_missing` 404, `totp_code_wrong` 400, `attempts_too_many` 429.
 */
export async function removeTotp(house: House, ask: Ask, request: TotpRequest): Promise<void> {
  const account = await accountFor(house, ask, request)
  const { collectionRef, recordRef } = ownerOf(account.collection, account.record)
  const isOwn = ask.actor.kind !== 'guest' && ask.actor.id === recordRef
  if (!(await hasTotp(house, account))) throw apiError('totp_missing', {})
  if (isOwn) await requireCode(house, account, request.body)
  await house.storage.write((tx) =>
    steps(function* () {
      yield* take(tx.run(`DELETE FROM "_dapur_totp" WHERE ${OWNER}`, [collectionRef, recordRef]))
      yield* take(tx.run(FORGET_CODES, [collectionRef, recordRef]))
    }),
  )
}

async function requireCode(house: House, account: Account, body: TotpRequest['body']): Promise<void> {
  const code = readSubmitted(body).text('code', '')
  if (!(await spendTotp(house, account, code))) throw apiError('totp_code_wrong', {})
}

/** An app belongs to whoever holds it: nobody enrols one for somebody else. */
async function ownAccount(house: House, ask: Ask, { collection }: TotpRequest): Promise<Account> {
  const account = await accountFor(house, ask, { collection })
  const { auth, name } = account.collection
  if (!dapurOptions(auth).totp.enabled) throw apiError('totp_auth_disabled', { collection: name })
  return account
}
