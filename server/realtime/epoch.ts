import { newRandomId } from '../base/id.ts'
import { formatTime } from '../base/clock.ts'
import { steps, type Steps, take } from '../base/now.ts'
import type { House } from '../records/house.ts'
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

function* read(tx: Writer, now: string): Steps<Start> {
  const newest = yield* take(tx.get('SELECT max(seq) FROM _dapur_changes', []))
  const seq = Number(newest?.[0] ?? 0)
  const row = yield* take(tx.get('SELECT value FROM _params WHERE id = ?', [ROW]))
  if (row) return { epoch: String(JSON.parse(String(row[0]))), seq }
  const epoch = newRandomId()
  yield* take(
    tx.run('INSERT INTO _params (id, value, created, updated) VALUES (?, ?, ?, ?)', [
      ROW,
      JSON.stringify(epoch),
      now,
      now,
    ]),
  )
  return { epoch, seq }
}
