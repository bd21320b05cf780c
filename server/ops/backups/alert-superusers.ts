import { authCollection } from '../../auth/auth-collection.ts'
import type { AuthHouse } from '../../auth/auth-house.ts'
import { composeMail } from '../../auth/compose-mail.ts'
import { INSTALLER_EMAIL } from '../../auth/installer.ts'
import type { Letter } from '../../auth/letter.ts'
import { kindOf } from '../../auth/outbox.ts'
import { guest } from '../../base/actor.ts'
import { newRandomId } from '../../base/id.ts'
import { SUPERUSERS } from '../../collections/collection.ts'
import { findRecord } from '../../records/find.ts'
import { writeFresh } from '../../records/work.ts'

/** Nobody wants to hear of it any more after so many ms. */
const LIFE_MS = 86_400_000
const LONGEST_REASON = 1000

/**
 * A mail to every superuser that the scheduled backup failed (contract services.md §5.4). It goes through the outbox,
 * and past it where that cannot be written to: a full disk is the likeliest reason of all.
 */
export async function alertSuperusers(house: AuthHouse, why: string): Promise<void> {
  const letters = await lettersOf(house, why.slice(0, LONGEST_REASON))
  try {
    await post(house, letters)
  } catch (error) {
    house.log.error({ err: error }, 'a mail to superusers could not be written down; it is sent at once')
    await Promise.all(letters.map((letter) => sendNow(house, letter)))
  }
}

async function lettersOf({ catalog, storage }: AuthHouse, why: string): Promise<Letter[]> {
  const { id } = authCollection(catalog.current, SUPERUSERS)
  const rows = await storage.hot.all('select "id", "email" from "_superusers" where "email" <> ?', [
    INSTALLER_EMAIL,
  ])
  return rows.map(([recordId, email]) => ({
    kind: 'backup-alert',
    collectionId: id,
    recordId: String(recordId),
    to: String(email),
    extra: { why },
  }))
}

async function post(house: AuthHouse, letters: readonly Letter[]): Promise<void> {
  await writeFresh(
    house,
    guest,
    () =>
      function* (work) {
        for (const letter of letters) {
          const options = { key: `backup-alert ${letter.recordId}`, expires: work.at + LIFE_MS }
          yield* house.outbox.add(work, letter, options)
        }
      },
  )
}

async function sendNow(house: AuthHouse, letter: Letter): Promise<void> {
  const collection = authCollection(house.catalog.current, SUPERUSERS)
  const record = await findRecord(house, collection, letter.recordId)
  if (!record) return
  const kind = kindOf(letter.kind)
  const writing = { house, collection, record, letter }
  try {
    const id = newRandomId()
    await house.outbox.send(await composeMail(kind, writing, { id, filling: kind.filling(writing) }))
  } catch (error) {
    house.log.error({ err: error, to: letter.to }, 'a superuser could not be told that the backup failed')
  }
}
