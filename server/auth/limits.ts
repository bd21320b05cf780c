import { createHash } from 'node:crypto'
import { type Steps, take } from '../base/now.ts'
import type { Work } from '../records/work.ts'

/** How often something may be done in how many milliseconds, from the first time on. */
export interface Limit {
  readonly max: number
  readonly ms: number
}

const COUNT = `insert into "_dapur_limits" ("name", "count", "ends") values (?, 1, ?)
  on conflict ("name") do update set "count" = "_dapur_limits"."count" + 1 returning "count"`

/**
 * Count one more, and say whether it is still within the limit. Counts are stored, so that a restart forgives nothing
 * (`reliability.md` A9).
 *
 * @example if (!(yield* countWithin(work, `otp ${id}`, { max: 5, ms: 180_000 }))) …
 */
export function* countWithin(work: Work, name: string, { max, ms }: Limit): Steps<boolean> {
  yield* take(work.tx.run('delete from "_dapur_limits" where "ends" <= ?', [work.at]))
  const row = yield* take(work.tx.get(COUNT, [name, work.at + ms]))
  return Number(row?.[0]) <= max
}

/** Begin to count anew. */
export function* forgetCount(work: Work, name: string): Steps<void> {
  yield* take(work.tx.run('delete from "_dapur_limits" where "name" = ?', [name]))
}

/** An e-mail address in the name of a count: nobody has to be able to read who asked. */
export function addressMark(email: string): string {
  return createHash('sha256').update(email).digest('base64url').slice(0, 22)
}
