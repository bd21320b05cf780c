import { apiError } from '../base/error.ts'
import { steps, type Steps, take } from '../base/now.ts'
import type { Cells } from '../records/change.ts'
import type { Held } from '../records/held.ts'
import type { Reader } from '../storage/dialect.ts'
import { type Work, workOf } from '../records/work.ts'
import type { AuthCollection } from './auth-collection.ts'
import { insertOwned, ownedBy, ownerOf, readOwned, spendOwned } from './owned-rows.ts'

/** The system collection of links from accounts to those at providers. */
const LINKS = '_externalAuths'

/** Somebody as a provider knows them. */
export interface ExternalIdentity {
  readonly provider: string
  readonly providerId: string
}

/**
 * The id of the record that is linked to an account at a provider.
 *
 * @example await findLink(house.storage.hot, users, { provider: 'github', providerId: '583231' })
 */
export async function findLink(
  reader: Reader,
  collection: AuthCollection,
  identity: ExternalIdentity,
): Promise<string | undefined> {
  const row = await reader.get(`select "recordRef" from ${found}`, valuesOf(collection, identity))
  return row && String(row[0])
}

const found = `"${LINKS}" where "collectionRef" = ? and "provider" = ? and "providerId" = ?`

function valuesOf(collection: AuthCollection, { provider, providerId }: ExternalIdentity): string[] {
  return [collection.id, provider, providerId]
}

/**
 * See to it that an account is linked to one at a provider, in the transaction that is held.
 *
 * Errors: `oauth2_failed` 400 where it is linked to another one there: whoever that is should not lose it to an
 * address that has changed hands.
 */
export async function keepLink(
  held: Held,
  collection: AuthCollection,
  record: Cells,
  identity: ExternalIdentity,
): Promise<void> {
  await inWork(held, function* (work) {
    const rows = yield* ownedBy(work, LINKS, ownerOf(collection, record))
    const link = rows.find((row) => row['provider'] === identity.provider)
    if (link?.['providerId'] === identity.providerId) return
    if (link) {
      const why = 'the account belongs to somebody else there'
      throw apiError('oauth2_failed', { provider: identity.provider, why })
    }
    yield* dropStale(work, collection, identity)
    yield* insertOwned(work, LINKS, { ...ownerOf(collection, record), ...identity })
  })
}

/** Take all links of an account away, in the transaction that is held. */
export async function dropLinks(held: Held, collection: AuthCollection, record: Cells): Promise<void> {
  await inWork(held, function* (work) {
    for (const row of yield* ownedBy(work, LINKS, ownerOf(collection, record)))
      yield* spendOwned(work, LINKS, row)
  })
}

/** Imported data may hold the link of a record that is gone. */
function* dropStale(work: Work, collection: AuthCollection, identity: ExternalIdentity): Steps<void> {
  const row = yield* take(work.tx.get(`select "id" from ${found}`, valuesOf(collection, identity)))
  const stale = row && (yield* readOwned(work, LINKS, String(row[0])))
  if (stale) yield* spendOwned(work, LINKS, stale)
}

async function inWork({ house, tx, requester }: Held, story: (work: Work) => Steps<void>): Promise<void> {
  await steps(() => story(workOf(house, house.catalog.current, tx, requester.actor)))
}
