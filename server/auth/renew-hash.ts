import { sql } from 'kysely'
import type { Collection } from '../collections/collection.ts'
import type { Cells } from '../records/change.ts'
import type { House } from '../records/house.ts'
import { text } from './record-actor.ts'

/**
 * Replace an old kind of password hash by one of today, now that the password is known to be right.
 *
 * Nothing else changes: the password is the same, so tokens stay, `updated` stays, and nobody is told. The old
 * hash guards the write, so that a password which was changed meanwhile stays changed. A sign-in does not fail
 * because this did: the next one tries again.
 *
 * @example if (!isCurrentHash(stored)) await renewHash(house, users, record, plain)
 */
export async function renewHash(
  house: House,
  collection: Collection,
  record: Cells,
  plain: string,
): Promise<void> {
  const [id, old] = [text(record, 'id'), text(record, 'password')]
  try {
    const renewed = await house.hashPassword(plain)
    const update = updateOf(house, collection)
    await house.storage.write((tx) => tx.run(update, [renewed, id, old]))
  } catch (error) {
    house.log.warn({ error, collection: collection.name, record: id }, 'a password hash could not be renewed')
  }
}

function updateOf({ storage }: House, { name }: Collection): string {
  const [table, password, id] = [sql.table(name), sql.ref('password'), sql.ref('id')]
  const statement = sql`update ${table} set ${password} = ${''} where ${id} = ${''} and ${password} = ${''}`
  return statement.compile(storage.cold).sql
}
