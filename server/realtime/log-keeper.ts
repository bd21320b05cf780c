import { formatTime } from '../base/clock.ts'
import { steps } from '../base/now.ts'
import type { House } from '../records/house.ts'
import { pruneChanges } from '../storage/change-log.ts'

/** Rows that are forgotten in one go: the writes of others come in between. */
const SLICE = 1000
const HOUR = 3_600_000

/**
 * Forget what the change log has beyond its retention (`settings.dapur.realtime`), slice by slice; answers how many
 * changes. Collections with a history keep theirs.
 *
 * Errors: those of `storage.write`.
 *
 * @example await pruneLog(house)
 */
export async function pruneLog({ storage, settings, catalog, clock }: House): Promise<number> {
  const { keepHours, keepChanges } = settings.current.dapur.realtime
  const olderThan = formatTime(clock.now() - keepHours * HOUR)
  const except = new Set(catalog.current.all.filter(({ history }) => history).map(({ id }) => id))
  const pruning = { olderThan, keep: keepChanges, limit: SLICE, except }
  for (let total = 0; ;) {
    const pruned = await storage.write((tx) => steps(() => pruneChanges(tx, pruning)))
    total += pruned
    if (pruned < SLICE) return total
  }
}

/** Keeps the change log within its retention, for as long as somebody may ask for it. */
export class LogKeeper {
  readonly #house: House
  readonly #timer: NodeJS.Timeout
  #isPruning = false

  /** `every` is in ms. */
  constructor(house: House, every: number) {
    this.#house = house
    this.#timer = setInterval(() => this.#prune(), every).unref()
  }

  close(): void {
    clearInterval(this.#timer)
  }

  #prune(): void {
    if (this.#isPruning) return
    this.#isPruning = true
    void pruneLog(this.#house).then(
      () => this.#end(),
      (error: unknown) => this.#end(error),
    )
  }

  #end(error?: unknown): void {
    this.#isPruning = false
    if (error !== undefined) this.#house.log.error({ err: error }, 'the change log could not be pruned')
  }
}
