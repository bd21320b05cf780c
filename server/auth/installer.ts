import type { Actor } from '../base/actor.ts'
import { apiError } from '../base/error.ts'
import { randomString } from '../base/id.ts'
import { type Steps, take } from '../base/now.ts'
import { SUPERUSERS } from '../collections/collection.ts'
import { readRecord } from '../records/find.ts'
import type { House, Inserted, Work } from '../records/house.ts'
import { deleteWithCascade } from '../records/cascade.ts'
import { authCollection } from './auth-collection.ts'
import { findAccount } from './find-account.ts'
import { deleteSuperuser, upsertSuperuser } from './superusers.ts'
import { issueToken } from './token.ts'

/** The account in whose name the first superuser is made (contract services.md §8.5). */
export const INSTALLER_EMAIL = '__pbinstaller@example.com'

/** Seconds. */
const DURATION = 1800

/**
 * While there is no superuser: a static token of 30 minutes with which one can be created, once. It belongs to a
 * placeholder account that nobody knows the password of; opening the installer again makes earlier tokens void.
 * Undefined when there is a superuser.
 *
 * @example const token = await openInstaller(house) // for `/_/#/install/<token>`
 */
export async function openInstaller(house: House): Promise<string | undefined> {
  const collection = authCollection(house.catalog.current, SUPERUSERS)
  const other = await house.storage.hot.get('select 1 from "_superusers" where "email" <> ? limit 1', [
    INSTALLER_EMAIL,
  ])
  if (other) {
    // Imported data may hold a placeholder that nobody has closed.
    await deleteSuperuser(house, INSTALLER_EMAIL)
    return undefined
  }
  await upsertSuperuser(house, { email: INSTALLER_EMAIL, password: randomString(30) })
  const record = await findAccount(house, collection, INSTALLER_EMAIL, ['email'])
  if (!record) return undefined
  const now = house.clock.now()
  return issueToken({ type: 'auth', collection, record, now, duration: DURATION, refreshable: false })
}

/**
 * Close the installer with the first superuser: to be run inside the transaction of every create. The placeholder
 * goes in the same transaction in which the superuser comes, and whoever creates in its name finds it still
 * there or is refused: of any number of parallel creates with one token, one wins (`reliability.md` U3).
 *
 * Errors: `sign_in_needed` 401, which undoes the create.
 *
 * @example yield* closeInstaller(work, { actor, collection, cells })
 */
export function* closeInstaller(work: Work, { actor, collection, cells }: Inserted): Steps<void> {
  if (collection.name !== SUPERUSERS || cells['email'] === INSTALLER_EMAIL) return
  const { storage } = work.house
  const found = yield* take(
    work.tx.get('select "id" from "_superusers" where "email" = ?', [INSTALLER_EMAIL]),
  )
  const placeholder = found && (yield* take(readRecord(storage, work.tx, collection, String(found[0]))))
  if (placeholder) yield* deleteWithCascade(work, { collection, cells: placeholder })
  else if (isInstaller(actor)) throw apiError('sign_in_needed', {})
}

function isInstaller(actor: Actor): boolean {
  return actor.kind === 'superuser' && actor.cells['email'] === INSTALLER_EMAIL
}
