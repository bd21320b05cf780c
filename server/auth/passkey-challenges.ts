import { randomBytes } from 'node:crypto'
import { steps, take } from '../base/now.ts'
import type { Cells } from '../records/change.ts'
import type { House } from '../records/house.ts'
import type { AuthCollection } from './auth-collection.ts'
import { ownerOf } from './owned-rows.ts'
import { keyHashOf } from './secret-hash.ts'

/** Milliseconds that somebody has to answer. */
export const CHALLENGE_TIME = 300_000

const INSERT =
  'INSERT INTO "_dapur_challenges" ("challenge", "collectionRef", "recordRef", "purpose", "keyHash", "expires") VALUES (?, ?, ?, ?, ?, ?)'
const SPEND =
  'DELETE FROM "_dapur_challenges" WHERE "challenge" = ? AND "collectionRef" = ? AND "recordRef" = ? AND "purpose" = ? AND "keyHash" = ? AND "expires" > ?'

/** What a challenge is for. */
export interface ChallengePurpose {
  readonly purpose: 'register' | 'signIn'
  readonly collection: AuthCollection
  /** Who registers; whoever signs in is only known from the answer. */
  readonly record?: Cells
}

/** Make a challenge of 256 bits that is good for one answer, and clear away what nobody has answered. */
export async function openChallenge(house: House, purpose: ChallengePurpose): Promise<Buffer<ArrayBuffer>> {
  const challenge = Buffer.from(randomBytes(32))
  const now = house.clock.now()
  const row = [challenge.toString('base64url'), ...boundTo(purpose), now + CHALLENGE_TIME]
  await house.storage.write((tx) =>
    steps(function* () {
      yield* take(tx.run('DELETE FROM "_dapur_challenges" WHERE "expires" <= ?', [now]))
      yield* take(tx.run(INSERT, row))
    }),
  )
  return challenge
}

/**
 * Spend a challenge: says whether it was made for this, by this account under the password that it still has, lately,
 * and was not answered before. One statement decides (reliability.md A7, A18).
 */
export async function spendChallenge(
  house: House,
  purpose: ChallengePurpose,
  challenge: string,
): Promise<boolean> {
  const params = [challenge, ...boundTo(purpose), house.clock.now()]
  const { changes } = await house.storage.write((tx) => tx.run(SPEND, params))
  return changes === 1
}

function boundTo({ purpose, collection, record }: ChallengePurpose): string[] {
  if (!record) return [collection.id, '', purpose, '']
  const { collectionRef, recordRef } = ownerOf(collection, record)
  return [collectionRef, recordRef, purpose, keyHashOf(record)]
}
