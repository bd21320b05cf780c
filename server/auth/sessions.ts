import { z } from 'zod'
import type { Via } from '../base/actor.ts'
import { formatTime } from '../base/clock.ts'
import { apiError } from '../base/error.ts'
import { newRandomId } from '../base/id.ts'
import { type Now, steps, take } from '../base/now.ts'
import { dapurOptions } from '../collections/dapur-options.ts'
import type { Owner } from '../records/change.ts'
import type { House } from '../records/house.ts'
import type { Ask } from '../records/request.ts'
import type { Writer } from '../storage/dialect.ts'
import { bumpVersion } from '../storage/versions.ts'
import { type Account, accountFor, type AccountRequest } from './account.ts'
import { ownerOf } from './owned-rows.ts'
import { keyHashOf } from './secret-hash.ts'
import { issueToken } from './token.ts'

/** What a sign-in hands out. */
export interface Issued {
  readonly token: string
  /** What stands under the key `dapur` of the answer. */
  readonly dapur?: SessionInfo
}

interface SessionInfo {
  readonly session: string
  /** Good for one use at `POST …/sessions/refresh`. */
  readonly refreshToken?: string
  /** When the refresh token ends: a formatted time. */
  readonly refreshExpires?: string
}

/** The most sessions of a record; the oldest goes for a new one. */
const MOST = 100
const MAX_DEVICE = 300
const INSERT =
  'INSERT INTO "_dapur_sessions" ("id", "collectionRef", "recordRef", "keyHash", "device", "address", "generation", "expires", "created", "lastUsed") VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?, ?)'
const CLEAN =
  'DELETE FROM "_dapur_sessions" WHERE "collectionRef" = ? AND "recordRef" = ? AND ("keyHash" <> ? OR "expires" <= ? OR "id" IN (SELECT "id" FROM "_dapur_sessions" WHERE "collectionRef" = ? AND "recordRef" = ? ORDER BY "created" DESC, "id" LIMIT 1000 OFFSET ?))'

/**
 * The token of a new sign-in. Where the collection keeps sessions it belongs to one that can be seen and revoked, and
 * may come with a refresh token; elsewhere nothing is stored and the token is the contract's (services.md §1.2).
 *
 * @example const { token } = await openSession(house, ask, { collection, record })
 */
export function openSession(house: House, ask: Ask, account: Account): Now<Issued> {
  const { sessions } = dapurOptions(account.collection.auth)
  if (sessions.enabled) return writeSession(house, ask, account)
  return { token: issueToken({ type: 'auth', ...account, now: house.clock.now() }) }
}

async function writeSession(house: House, { context, ip = '' }: Ask, account: Account): Promise<Issued> {
  const { collectionRef, recordRef } = ownerOf(account.collection, account.record)
  const [id, at, keyHash] = [newRandomId(), house.clock.now(), keyHashOf(account.record)]
  const device = (context.headers['user_agent'] ?? '').slice(0, MAX_DEVICE)
  const now = formatTime(at)
  const owner = [collectionRef, recordRef]
  await house.storage.write((tx) =>
    steps(function* () {
      yield* take(tx.run(CLEAN, [...owner, keyHash, at, ...owner, MOST - 1]))
      yield* take(tx.run(INSERT, [id, ...owner, keyHash, device, ip, endOf(account, at), now, now]))
    }),
  )
  return issueFor(house, account, { id, generation: 0 })
}

/** The tokens of a session that is there. */
export function issueFor(
  house: House,
  account: Account,
  { id, generation }: { readonly id: string; readonly generation: number },
): Issued {
  const { refreshTokens, accessDuration, refreshDuration } = dapurOptions(account.collection.auth).sessions
  const now = house.clock.now()
  const given = { ...account, now, session: id }
  if (!refreshTokens) return { token: issueToken({ ...given, type: 'auth' }), dapur: { session: id } }
  return {
    // What a refresh token is there for must not be had with an access token: it is a static one (§2.3).
    token: issueToken({ ...given, type: 'auth', duration: accessDuration, refreshable: false }),
    dapur: {
      session: id,
      refreshToken: issueToken({ ...given, type: 'refresh', duration: refreshDuration, generation }),
      refreshExpires: formatTime(now + refreshDuration * 1000),
    },
  }
}

/** When a session ends that is not used any more: with its last token. */
export function endOf({ collection: { auth } }: Account, now: number): number {
  const { refreshTokens, refreshDuration } = dapurOptions(auth).sessions
  return now + (refreshTokens ? refreshDuration : auth.authToken.duration) * 1000
}

/**
 * The token that a refresh of the contract gives (services.md §2.3): of the same session, which lasts on with it; of a
 * new one where the old token had none.
 */
export async function renewSession(
  house: House,
  ask: Ask,
  { session, ...account }: Account & { readonly session?: string },
): Promise<Issued> {
  const { enabled, refreshTokens } = dapurOptions(account.collection.auth).sessions
  if (session === undefined || !enabled || refreshTokens) return openSession(house, ask, account)
  await house.storage.write((tx) =>
    tx.run('UPDATE "_dapur_sessions" SET "expires" = ? WHERE "id" = ?', [
      endOf(account, house.clock.now()),
      session,
    ]),
  )
  return { token: issueToken({ type: 'auth', ...account, now: house.clock.now(), session }) }
}

/** A session as its owner sees it. */
export interface SessionJson {
  readonly id: string
  /** The user agent and the address at sign-in. */
  readonly device: string
  readonly address: string
  /** Formatted times; `lastSeen` is up to a minute old. */
  readonly created: string
  readonly lastSeen: string
  readonly expires: string
  /** Is it that of the request? */
  readonly current: boolean
}

const rowsSchema = z.array(z.tuple([z.string(), z.string(), z.string(), z.string(), z.string(), z.number()]))

/** The open sessions of an account, newest first. Errors: those of `accountFor`, `sessions_disabled` 403. */
export async function listSessions(
  house: House,
  ask: Ask,
  request: AccountRequest,
): Promise<{ items: SessionJson[] }> {
  const account = await accountFor(house, ask, request)
  const { collection, record } = account
  if (!dapurOptions(collection.auth).sessions.enabled)
    throw apiError('sessions_disabled', { collection: collection.name })
  const { collectionRef, recordRef } = ownerOf(account.collection, account.record)
  const rows = await house.storage.hot.all(
    'SELECT "id", "device", "address", "created", "lastUsed", "expires" FROM "_dapur_sessions" WHERE "collectionRef" = ? AND "recordRef" = ? AND "keyHash" = ? AND "expires" > ? ORDER BY "created" DESC, "id"',
    [collectionRef, recordRef, keyHashOf(record), house.clock.now()],
  )
  const current = currentOf(ask)
  return {
    items: rowsSchema.parse(rows).map(([id, device, address, created, lastSeen, expires]) => ({
      id,
      device,
      address,
      created,
      lastSeen,
      expires: formatTime(expires),
      current: id === current,
    })),
  }
}

/**
 * End a session, or all but that of the request when there is no id: their tokens are a guest's from now on, in other
 * processes too.
 *
 * Errors: those of `accountFor`, `credential_not_found` 404.
 */
export async function revokeSessions(
  house: House,
  ask: Ask,
  request: AccountRequest & { readonly id?: string },
): Promise<void> {
  const { collection, record } = await accountFor(house, ask, request)
  const owner = ownerOf(collection, record)
  const { id } = request
  await house.storage.write((tx) =>
    steps(function* () {
      const which = id === undefined ? '"id" <> ?' : '"id" = ?'
      const { changes } = yield* take(
        tx.run(`DELETE FROM "_dapur_sessions" WHERE ${which} AND "collectionRef" = ? AND "recordRef" = ?`, [
          id ?? currentOf(ask),
          owner.collectionRef,
          owner.recordRef,
        ]),
      )
      if (changes === 0 && id !== undefined) throw apiError('credential_not_found', { what: 'session' })
      yield* take(tellRevoked(house, tx, owner))
    }),
  )
}

/** Let this and other processes forget what they know of the owner's tokens, with this transaction. */
export function tellRevoked(house: House, tx: Writer, owner: Owner): Now<void> {
  tx.onCommit(() => house.changes.onRevoke.forEach((listen) => listen(owner)))
  return bumpVersion(tx, 'tokens')
}

function currentOf({ actor }: Ask): string {
  const via: Via | undefined = actor.kind === 'guest' ? undefined : actor.via
  return via?.kind === 'session' ? via.id : ''
}
