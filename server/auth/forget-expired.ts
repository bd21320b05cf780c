import { guest } from '../base/actor.ts'
import { formatTime } from '../base/clock.ts'
import { steps, type Steps, take } from '../base/now.ts'
import type { Collection } from '../collections/collection.ts'
import type { House } from '../records/house.ts'
import { type Work, writeFresh } from '../records/work.ts'
import { readOwned, spendOwned } from './owned-rows.ts'

/*
 * What nobody can use any more, and what only time takes away: for the jobs that clean up (contract services.md §6.3).
 * A run does so much and no more, in short transactions that let requests in between; the next run goes on.
 */

/** The most rows of one transaction, and of one run. */
const AT_ONCE = 200
const MOST = 5000

/**
 * Delete one-time codes whose time is over, and those of collections that are gone; gives how many.
 *
 * @example await forgetExpiredOtps(house) // 12
 */
export function forgetExpiredOtps(house: House): Promise<number> {
  return forgetOwned(house, '_otps', ({ otp }) => otp.duration)
}

/**
 * Delete first factors that nobody has followed up in time, and those of collections that are gone; gives how many.
 *
 * @example await forgetExpiredMfas(house) // 3
 */
export function forgetExpiredMfas(house: House): Promise<number> {
  return forgetOwned(house, '_mfas', ({ mfa }) => mfa.duration)
}

/**
 * Delete sessions with their refresh tokens, challenges of passkeys, counts and decoys that have ended; gives how many.
 *
 * @example await forgetExpiredSessions(house) // 250
 */
export async function forgetExpiredSessions(house: House): Promise<number> {
  let forgotten = 0
  for (const text of ended) {
    forgotten += await inSlices((most) =>
      house.storage.write((tx) =>
        steps(function* () {
          const { changes } = yield* take(tx.run(text, [house.clock.now(), most]))
          return changes
        }),
      ),
    )
  }
  return forgotten
}

const ended = [
  ['_dapur_sessions', 'id', 'expires'],
  ['_dapur_challenges', 'challenge', 'expires'],
  ['_dapur_limits', 'name', 'ends'],
  ['_dapur_decoys', 'id', 'ends'],
].map(
  ([table, key, end]) =>
    `DELETE FROM "${table}" WHERE "${key}" IN (SELECT "${key}" FROM "${table}" WHERE "${end}" <= ? LIMIT ?)`,
)

/** `duration` is how long a row of a collection is good for, in seconds from its making. */
function forgetOwned(
  house: House,
  name: '_otps' | '_mfas',
  duration: (auth: NonNullable<Collection['auth']>) => number,
): Promise<number> {
  return inSlices((most) =>
    writeFresh(
      house,
      guest,
      ({ all }) =>
        function* (work): Steps<number> {
          const owners = all.flatMap(({ id, auth }) =>
            auth ? [{ id, until: formatTime(work.at - duration(auth) * 1000) }] : [],
          )
          const isOver = [
            `"collectionRef" NOT IN (${owners.map(() => '?').join()})`,
            ...owners.map(() => '("collectionRef" = ? AND "created" <= ?)'),
          ].join(' OR ')
          const params = [...owners.map(({ id }) => id), ...owners.flatMap(({ id, until }) => [id, until])]
          const ids = yield* take(
            work.tx.all(`SELECT "id" FROM "${name}" WHERE ${isOver} LIMIT ?`, [...params, most]),
          )
          return yield* forgetAll(work, name, ids)
        },
    ),
  )
}

/** They are records: whoever looks at them in realtime is told. */
function* forgetAll(work: Work, name: string, ids: readonly (readonly unknown[])[]): Steps<number> {
  let forgotten = 0
  for (const [id] of ids) {
    const row = yield* readOwned(work, name, String(id))
    if (row && (yield* spendOwned(work, name, row))) forgotten += 1
  }
  return forgotten
}

async function inSlices(forget: (most: number) => Promise<number>): Promise<number> {
  let forgotten = 0
  for (;;) {
    const some = await forget(AT_ONCE)
    forgotten += some
    if (some < AT_ONCE || forgotten >= MOST) return forgotten
  }
}
