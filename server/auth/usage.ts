import { formatTime } from '../base/clock.ts'
import { steps, take } from '../base/now.ts'
import type { House } from '../records/house.ts'

/** Tables that say when a row was last used. */
export type UsedTable = '_dapur_api_keys' | '_dapur_sessions'

/** Remembers when keys and sessions were used, and writes it down now and then: never one write a request. */
export interface Usage {
  /** It was used just now. */
  touch(table: UsedTable, id: string): void
  /** Write down what was not written yet. */
  flush(): Promise<void>
  /** The same for the last time. */
  close(): Promise<void>
}

const EVERY = 60_000

/**
 * Open the notebook of a house.
 *
 * @example const usage = openUsage(house); usage.touch('_dapur_api_keys', id); await usage.close()
 */
export function openUsage(house: House): Usage {
  const used = new Map<UsedTable, Map<string, number>>()
  let timer: NodeJS.Timeout | undefined

  async function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    const taken = [...used].flatMap(([table, ids]) => [...ids].map(([id, at]) => ({ table, id, at })))
    used.clear()
    if (taken.length === 0) return
    try {
      await writeDown(house, taken)
    } catch (error) {
      house.log.warn({ err: error }, 'when keys and sessions were used could not be written down')
    }
  }

  return {
    touch(table, id) {
      let ids = used.get(table)
      if (!ids) used.set(table, (ids = new Map()))
      ids.set(id, house.clock.now())
      timer ??= setTimeout(() => void flush(), EVERY).unref()
    },
    flush,
    close: flush,
  }
}

interface Use {
  readonly table: UsedTable
  readonly id: string
  readonly at: number
}

const AT_ONCE = 200

async function writeDown(house: House, uses: readonly Use[]): Promise<void> {
  for (let from = 0; from < uses.length; from += AT_ONCE) {
    const some = uses.slice(from, from + AT_ONCE)
    await house.storage.write((tx) =>
      steps(function* () {
        for (const { table, id, at } of some)
          yield* take(
            tx.run(`UPDATE "${table}" SET "lastUsed" = ? WHERE "id" = ? AND "lastUsed" < ?`, [
              formatTime(at),
              id,
              formatTime(at),
            ]),
          )
      }),
    )
  }
}
