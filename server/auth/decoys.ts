import { sql } from 'kysely'
import { newRandomId } from '../base/id.ts'
import { type Steps, take } from '../base/now.ts'
import type { Work } from '../records/work.ts'

/*
 * Ids for accounts that are not there. Whoever asks for codes and tries them must not see a difference: there are as
 * many of these ids at once as of real ones, and wrong codes are counted for them by account as well.
 */

interface Decoy {
  /** Stands for the account that is not there. */
  readonly account: string
  /** So many at once; then the newest is given again. */
  readonly most: number
  /** How long an id is good for. */
  readonly ms: number
}

/** An id that leads nowhere. */
export function* decoyFor(work: Work, { account, most, ms }: Decoy): Steps<string> {
  yield* take(work.tx.run('delete from "_dapur_decoys" where "ends" <= ?', [work.at]))
  const { cold, sql: dialect } = work.house.storage
  const query = sql`select "id" from "_dapur_decoys" where "account" = ${''} order by "ends", ${dialect.insertionOrder('_dapur_decoys')}`
  const valid = yield* take(work.tx.all(query.compile(cold).sql, [account]))
  const newest = valid.at(-1)?.[0]
  if (valid.length >= most && typeof newest === 'string') return newest
  const id = newRandomId()
  const insert = 'insert into "_dapur_decoys" ("id", "account", "ends") values (?, ?, ?)'
  yield* take(work.tx.run(insert, [id, account, work.at + ms]))
  return id
}

/** The account that an id stands for which leads nowhere. */
export function* decoyAccount(work: Work, id: string): Steps<string | undefined> {
  const row = yield* take(work.tx.get('select "account" from "_dapur_decoys" where "id" = ?', [id]))
  return typeof row?.[0] === 'string' ? row[0] : undefined
}
