import { newRandomId } from '../base/id.ts'
import { formatTime } from '../base/clock.ts'
import { steps, type Steps, take } from '../base/now.ts'
import type { House } from '../records/house.ts'
import { readReach } from '../storage/change-log.ts'
import type { Writer } from '../storage/dialect.ts'

/** Where events stand when the server starts. */
export interface Start {
  /** Names this history of changes: it stays with the data, and is another one after a restore. */
  readonly epoch: string
  /** The newest change. */
  readonly seq: number
}

/** The row of `_params` that keeps the epoch; its value is a JSON string. */
const ROW = '_dapur_epoch'

/**
 * Read where the change log stands, and give the data an epoch when it has none.
 *
 * @example const { epoch, seq } = await readStart(house)
 */
export async function readStart({ storage, clock }: Pick<House, 'storage' | 'clock'>): Promise<Start> {
  const now = formatTime(clock.now())
  return await storage.write((tx) => steps(() => read(tx, now)))
}

/**
 * Begin another history of changes: after a restore the log is an older one, whose numbers are given a second time.
 * Whoever resumes from before is told of a gap. To be called before the hub of this data opens.
 *
 * @example await renewEpoch({ storage, clock })
 */
export async function renewEpoch({ storage, clock }: Pick<House, 'storage' | 'clock'>): Promise<void> {
  const now = formatTime(clock.now())
  await storage.write((tx) =>
    steps(function* () {
      yield* take(tx.run('DELETE FROM _params WHERE id = ?', [ROW]))
      yield* insert(tx, now)
    }),
  )
}

function* read(tx: Writer, now: string): Steps<Start> {
  const { end: seq } = yield* take(readReach(tx))
  const row = yield* take(tx.get('SELECT value FROM _params WHERE id = ?', [ROW]))
  const epoch = row ? String(JSON.parse(String(row[0]))) : yield* insert(tx, now)
  return { epoch, seq }
}

function* insert(tx: Writer, now: string): Steps<string> {
  const epoch = newRandomId()
  const row = [ROW, JSON.stringify(epoch), now, now]
  yield* take(tx.run('INSERT INTO _params (id, value, created, updated) VALUES (?, ?, ?, ?)', row))
  return epoch
}
