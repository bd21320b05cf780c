import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Scope } from '../base/actor.ts'
import { formatTime } from '../base/clock.ts'
import { apiError } from '../base/error.ts'
import { newRandomId } from '../base/id.ts'
import { steps, take } from '../base/now.ts'
import { bumpVersion } from '../storage/versions.ts'
import { dapurOptions } from '../collections/dapur-options.ts'
import type { House } from '../records/house.ts'
import type { Ask } from '../records/request.ts'
import { type Account, accountFor, type AccountRequest } from './account.ts'
import { parseScope } from './api-key-proof.ts'
import { parseApiKeyWish } from './api-key-wish.ts'
import { ownerOf } from './owned-rows.ts'
import { hashSecret, keyHashOf } from './secret-hash.ts'

/** An API key as its owner sees it; the key itself is only shown when it is made. */
export interface ApiKeyJson {
  readonly id: string
  readonly name: string
  /** `*` for all that the record may do. */
  readonly scopes: Scope | '*'
  /** Formatted times; empty for never. */
  readonly expires: string
  readonly created: string
  readonly lastUsed: string
}

const MOST = 100
const COUNT =
  'SELECT count(*) FROM "_dapur_api_keys" WHERE "collectionRef" = ? AND "recordRef" = ? AND "keyHash" = ?'
const INSERT =
  'INSERT INTO "_dapur_api_keys" ("id", "collectionRef", "recordRef", "keyHash", "name", "hash", "scopes", "expires", "created", "lastUsed") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'
const DELETE = 'DELETE FROM "_dapur_api_keys" WHERE "id" = ? AND "collectionRef" = ? AND "recordRef" = ?'
const rowsSchema = z.array(z.tuple([z.string(), z.string(), z.string(), z.number(), z.string(), z.string()]))

/** The keys of an account that still hold, newest first. Errors: those of `accountFor`, `api_keys_disabled` 403. */
export async function listApiKeys(
  house: House,
  ask: Ask,
  request: AccountRequest,
): Promise<{ items: ApiKeyJson[] }> {
  const account = await accountWithKeys(house, ask, request)
  const { collectionRef, recordRef } = ownerOf(account.collection, account.record)
  const rows = await house.storage.hot.all(
    'SELECT "id", "name", "scopes", "expires", "created", "lastUsed" FROM "_dapur_api_keys" WHERE "collectionRef" = ? AND "recordRef" = ? AND "keyHash" = ? ORDER BY "created" DESC, "id"',
    [collectionRef, recordRef, keyHashOf(account.record)],
  )
  return {
    items: rowsSchema.parse(rows).map(([id, name, scopes, expires, created, lastUsed]) => ({
      id,
      name,
      scopes: parseScope(scopes) ?? '*',
      expires: expires === 0 ? '' : formatTime(expires),
      created,
      lastUsed,
    })),
  }
}

/**
 * Make an API key of an account: `dapur_<id>_<secret>`, of which only a hash is kept. It may do what its record may,
 * within its scopes, until it expires, is revoked, or the record's `tokenKey` changes.
 *
 * Body: `{ name, scopes, expires? }`: `scopes` is `"*"` or a list of `{ collections, actions }` with names or ids, or
 * `"*"` for all collections that are not the system's; `expires` is a time.
 *
 * Errors: those of `accountFor`, `api_keys_disabled` 403, `validation_failed` 400, `credentials_too_many` 400.
 *
 * @example await createApiKey(house, ask, { collection: 'users', body: { name: 'till', scopes: '*' } })
 */
export async function createApiKey(
  house: House,
  ask: Ask,
  request: AccountRequest & { readonly body: Readonly<Record<string, unknown>> },
): Promise<ApiKeyJson & { readonly key: string }> {
  const account = await accountWithKeys(house, ask, request)
  const { collectionRef, recordRef } = ownerOf(account.collection, account.record)
  const { name, scopes, expires } = parseApiKeyWish(house, request.body)
  const [id, secret] = [newRandomId(), randomBytes(32).toString('base64url')]
  const created = formatTime(house.clock.now())
  const owner = [collectionRef, recordRef, keyHashOf(account.record)]
  const row = [id, ...owner, name, hashSecret(secret), JSON.stringify(scopes), expires, created, '']
  await house.storage.write((tx) =>
    steps(function* () {
      const [count] = (yield* take(tx.get(COUNT, owner))) ?? [0]
      if (Number(count) >= MOST) throw apiError('credentials_too_many', { limit: MOST })
      yield* take(tx.run(INSERT, row))
    }),
  )
  const shown = expires === 0 ? '' : formatTime(expires)
  return { id, name, scopes, expires: shown, created, lastUsed: '', key: `dapur_${id}_${secret}` }
}

/**
 * Revoke a key: from the next request on it is nobody's, in other processes too.
 * Errors: those of `accountFor`, `credential_not_found` 404.
 */
export async function revokeApiKey(
  house: House,
  ask: Ask,
  request: AccountRequest & { readonly id: string },
): Promise<void> {
  // Also where keys are switched off: what is there has to be removable.
  const { collection, record } = await accountFor(house, ask, request)
  const owner = ownerOf(collection, record)
  await house.storage.write((tx) =>
    steps(function* () {
      const { changes } = yield* take(tx.run(DELETE, [request.id, owner.collectionRef, owner.recordRef]))
      if (changes === 0) throw apiError('credential_not_found', { what: 'API key' })
      yield* take(bumpVersion(tx, 'tokens'))
      tx.onCommit(() => house.changes.onRevoke.forEach((listen) => listen(owner)))
    }),
  )
}

async function accountWithKeys(house: House, ask: Ask, request: AccountRequest): Promise<Account> {
  const account = await accountFor(house, ask, request)
  const { collection } = account
  if (!dapurOptions(collection.auth).apiKeys.enabled)
    throw apiError('api_keys_disabled', { collection: collection.name })
  return account
}
