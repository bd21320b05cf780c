import { z } from 'zod'
import { apiError } from '../base/error.ts'
import { problem, required } from '../base/problem.ts'
import { readSubmitted } from '../collections/submitted.ts'
import type { House } from '../records/house.ts'
import type { Ask } from '../records/request.ts'
import { type Account, accountFor, type AccountRequest } from './account.ts'
import { ownerOf } from './owned-rows.ts'

/** A passkey as its owner sees it. */
export interface PasskeyJson {
  readonly id: string
  readonly name: string
  /** Formatted times; `lastUsed` is empty for one that was never used. */
  readonly created: string
  readonly lastUsed: string
}

interface PasskeyRow extends PasskeyJson {
  readonly credentialId: string
  readonly transports: string[]
}

const MAX_NAME = 100
const OWNED = '"id" = ? AND "collectionRef" = ? AND "recordRef" = ?'
const rowsSchema = z.array(z.tuple([z.string(), z.string(), z.string(), z.string(), z.string(), z.string()]))
const transportsSchema = z.array(z.string())

/** The passkeys of an account, with what authenticators want to know of them. */
export async function passkeyRows(house: House, { collection, record }: Account): Promise<PasskeyRow[]> {
  const { collectionRef, recordRef } = ownerOf(collection, record)
  const rows = await house.storage.hot.all(
    'SELECT "id", "name", "created", "lastUsed", "credentialId", "transports" FROM "_dapur_passkeys" WHERE "collectionRef" = ? AND "recordRef" = ? ORDER BY "created" DESC, "id"',
    [collectionRef, recordRef],
  )
  return rowsSchema.parse(rows).map(([id, name, created, lastUsed, credentialId, transports]) => ({
    id,
    name,
    created,
    lastUsed,
    credentialId,
    transports: transportsSchema.parse(JSON.parse(transports)),
  }))
}

/** The passkeys of an account, newest first. Errors: those of `accountFor`. */
export async function listPasskeys(
  house: House,
  ask: Ask,
  request: AccountRequest,
): Promise<{ items: PasskeyJson[] }> {
  const rows = await passkeyRows(house, await accountFor(house, ask, request))
  return { items: rows.map(({ id, name, created, lastUsed }) => ({ id, name, created, lastUsed })) }
}

/** Give a passkey another name (body `{ name }`). Errors: those of `accountFor`, `validation_failed` 400, `credential_not_found` 404. */
export async function renamePasskey(
  house: House,
  ask: Ask,
  request: AccountRequest & { readonly id: string; readonly body: Readonly<Record<string, unknown>> },
): Promise<PasskeyJson> {
  const account = await accountFor(house, ask, request)
  const { collectionRef, recordRef } = ownerOf(account.collection, account.record)
  const name = parsePasskeyName(request.body, '')
  const { changes } = await house.storage.write((tx) =>
    tx.run(`UPDATE "_dapur_passkeys" SET "name" = ? WHERE ${OWNED}`, [
      name,
      request.id,
      collectionRef,
      recordRef,
    ]),
  )
  const { items } = await listPasskeys(house, ask, request)
  const renamed = items.find(({ id }) => id === request.id)
  if (changes === 0 || !renamed) throw apiError('credential_not_found', { what: 'passkey' })
  return renamed
}

/** Errors: those of `accountFor`, `credential_not_found` 404. */
export async function deletePasskey(
  house: House,
  ask: Ask,
  request: AccountRequest & { readonly id: string },
): Promise<void> {
  const { collection, record } = await accountFor(house, ask, request)
  const { collectionRef, recordRef } = ownerOf(collection, record)
  const { changes } = await house.storage.write((tx) =>
    tx.run(`DELETE FROM "_dapur_passkeys" WHERE ${OWNED}`, [request.id, collectionRef, recordRef]),
  )
  if (changes === 0) throw apiError('credential_not_found', { what: 'passkey' })
}

/** Errors: `validation_failed` 400 for no name where there is no usual one, and for one of more than 100 characters. */
export function parsePasskeyName(body: Readonly<Record<string, unknown>>, usual: string): string {
  const name = readSubmitted(body).text('name', '').trim() || usual
  if (name !== '' && name.length <= MAX_NAME) return name
  const tooLong = problem('validation_length_out_of_range', `Use 1 to ${MAX_NAME} characters.`, {
    min: 1,
    max: MAX_NAME,
  })
  throw apiError('validation_failed', {}, { data: { name: name === '' ? required : tooLong } })
}
