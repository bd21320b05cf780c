import { formatTime } from '../base/clock.ts'
import { steps, type Steps, take } from '../base/now.ts'
import type { House } from '../records/house.ts'
import { pruneChanges, type Pruning } from '../storage/change-log.ts'
import type { Writer } from '../storage/dialect.ts'
import { readByAll } from '../storage/log-readers.ts'

/** Rows that are forgotten in one go: the writes of others come in between. */
const SLICE = 1000
const HOUR = 3_600_000
/** What has not been read by all who must read it (`storage/log-readers.ts`) is kept longer, and more of it. */
const PATIENCE = { hours: 72, times: 4 }

/**
 * Forget what the change log has beyond its retention (`settings.dapur.realtime`), slice by slice; answers how many
 * changes. Collections with a history keep theirs, and readers that lag behind get three days more.
 *
 * Errors: those of `storage.write`.
 *
 * @example await pruneLog(house)
 */
export async function pruneLog({ storage, settings, catalog, clock }: House): Promise<number> {
  const { keepHours, keepChanges } = settings.current.dapur.realtime
  const except = new Set(catalog.current.all.filter(({ history }) => history).map(({ id }) => id))
  const before = (hours: number): string => formatTime(clock.now() - hours * HOUR)
  const usual = { olderThan: before(keepHours), keep: keepChanges, limit: SLICE, except }
  const last = { ...usual, olderThan: before(keepHours + PATIENCE.hours), keep: keepChanges * PATIENCE.times }
  for (let total = 0; ;) {
    const pruned = await storage.write((tx) => steps(() => pruneFor(tx, usual, last)))
    total += pruned
    if (pruned < SLICE) return total
  }
}

function* pruneFor(tx: Writer, usual: Pruning, last: Pruning): Steps<number> {
  const upTo = yield* take(readByAll(tx))
  const pruned = yield* pruneChanges(tx, { ...usual, upTo })
  // Where nobody lags behind, the usual is all.
  if (upTo === undefined || pruned === usual.limit) return pruned
  return pruned + (yield* pruneChanges(tx, { ...last, limit: usual.limit - pruned }))
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
