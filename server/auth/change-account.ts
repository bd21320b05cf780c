import { randomString } from '../base/id.ts'
import type { Steps } from '../base/now.ts'
import { PasswordValue } from '../fields/password.ts'
import type { Cells } from '../records/change.ts'
import { type Changes, type Deed, withChanges } from '../records/deed.ts'
import type { House } from '../records/house.ts'
import { updateDeed } from '../records/update-deed.ts'
import type { Work } from '../records/work.ts'
import { performAlone } from '../records/write-hooked.ts'
import type { AuthCollection } from './auth-collection.ts'
import { text } from './record-actor.ts'
import { systemAsk } from './system-ask.ts'

/** A change of an account that the house itself makes. */
export interface AccountChange {
  readonly collection: AuthCollection
  readonly record: Cells
  /** New values by field name. */
  readonly changes: Changes
  /** What has to hold, and what has to happen with it, in the same transaction: what it throws undoes all. */
  readonly guard: (work: Work) => Steps<void>
}

/**
 * Change an account as a record is changed by a superuser: with its checks, its hooks, and all that dies with an old
 * password or address (contract services.md §1.5). Gives the record as it is stored then.
 *
 * Errors: what the guard throws; `record_not_found` 404, `validation_failed` 400, `hashing_busy` 503.
 *
 * @example await changeAccount(house, { collection: users, record, changes: new Map([['verified', true]]), guard })
 */
export async function changeAccount(house: House, change: AccountChange): Promise<Cells> {
  return (await performAlone(house, accountDeed(house, change))).cells
}

/** The same as a deed, for a transaction that is held. Its values stand beside those that hooks make: theirs come last. */
export function accountDeed(house: House, { collection, record, changes, guard }: AccountChange): Deed {
  const deed = updateDeed(systemAsk(house), collection.id, { id: text(record, 'id'), body: {} })
  const withOurs = (theirs: Changes): Changes => new Map([...changes, ...theirs])
  return {
    ...deed,
    *look(scene) {
      const sight = yield* deed.look(scene)
      return { ...sight, values: withChanges(sight.values, changes) }
    },
    readySecrets: (scene, theirs, isSure) => deed.readySecrets(scene, withOurs(theirs), isSure),
    *write(work, extras) {
      yield* guard(work)
      return yield* deed.write(work, { ...extras, changes: withOurs(extras.changes) })
    },
  }
}

/**
 * A password that nobody knows, and the end of all tokens: whoever made the account before it was proved whose it is
 * must not stay in it (`reliability.md` A1). Not checked against the field, since nobody will ever type it.
 *
 * @example new Map([['verified', true], ...(await lockedPassword(house))])
 */
export async function lockedPassword(house: House): Promise<[string, unknown][]> {
  const hash = await house.hashPassword(randomString(30))
  return [
    ['password', new PasswordValue('', hash)],
    ['tokenKey', randomString(50)],
  ]
}
