import type { Log } from '../../base/log.ts'
import type { AuxiliaryStorage } from '../../storage/dialect.ts'
import { logColumns, type LogEntry, logRow } from './log-entry.ts'

/** So many entries are written without waiting for more (contract services.md §6.1). */
const BATCH = 200
/** So long the others wait, in ms. */
const LONGEST_WAIT = 3000
/** One transaction, so that putting a crowd into words does not hold up the loop. */
const MOST_AT_ONCE = 500
/** What waits for a disk that takes nothing: entries, and bytes of memory. What comes then is counted and dropped. */
const MOST_ENTRIES = 10_000
const MOST_BYTES = 16 * 1024 * 1024

const INSERT = `insert into "_logs" (${logColumns.map((name) => `"${name}"`).join(', ')}) values (${logColumns.map(() => '?').join(', ')})`

export interface LogBufferOptions {
  readonly auxiliary: Pick<AuxiliaryStorage, 'append' | 'appendNow'>
  /** Where trouble with writing is told: never a log that ends up here again. */
  readonly log: Log
}

/**
 * Entries on their way to the disk: one transaction for 200 of them, or every three seconds, never one for each. A disk
 * that fails or hangs costs entries, not requests.
 *
 * @example buffer.add(new RequestEntry(request, settings.logs, clock.now()))
 */
export class LogBuffer {
  readonly #options: LogBufferOptions
  #entries: LogEntry[] = []
  #bytes = 0
  #added = 0
  #settled = 0
  #lost = 0
  /** Of those, how many the log was told of. */
  #toldLost = 0
  #round: Promise<boolean> | undefined
  #timer: NodeJS.Timeout | undefined
  #isTroubled = false
  #isClosed = false

  constructor(options: LogBufferOptions) {
    this.#options = options
  }

  /** How many entries there was no room for since the start. */
  get lost(): number {
    return this.#lost
  }

  add(entry: LogEntry): void {
    if (this.#isClosed) return
    if (this.#entries.length >= MOST_ENTRIES || this.#bytes + entry.size > MOST_BYTES) return this.#drop()
    this.#entries.push(entry)
    this.#bytes += entry.size
    this.#added += 1
    this.#schedule()
  }

  /** Write what was added until now; settles when it is written, or cannot be. */
  async flush(): Promise<void> {
    const goal = this.#added
    while (this.#settled < goal) if (!(await (this.#round ?? this.#start()))) return
  }

  /** Forget what was not written yet. */
  clear(): void {
    this.#settled += this.#entries.length
    this.#entries = []
    this.#bytes = 0
  }

  /** Write the rest, in this turn if nothing is under way, and take no more. */
  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#timer)
    await this.#round
    const rest = this.#take(this.#entries.length)
    if (rest.length === 0) return
    try {
      this.#options.auxiliary.appendNow(INSERT, rest.map(logRow))
    } catch (error) {
      this.#options.log.error({ err: error, lost: rest.length }, 'the last log entries could not be written')
    }
  }

  #schedule(): void {
    if (this.#round || this.#isClosed) return
    // Whoever is in trouble tries again when the time has come, not for every entry.
    if (this.#entries.length >= BATCH && !this.#isTroubled) void this.#start()
    else this.#timer ??= setTimeout(() => void this.#start(), LONGEST_WAIT).unref()
  }

  #start(): Promise<boolean> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#round = this.#write().finally(() => {
      this.#round = undefined
      if (this.#entries.length > 0) this.#schedule()
    })
    return this.#round
  }

  /** Says whether it went well. */
  async #write(): Promise<boolean> {
    const entries = this.#take(MOST_AT_ONCE)
    try {
      await this.#options.auxiliary.append(INSERT, entries.map(logRow))
      this.#settled += entries.length
      this.#recover()
      return true
    } catch (error) {
      this.#putBack(entries)
      if (!this.#isTroubled)
        this.#options.log.error({ err: error }, 'the logs cannot be written; they wait in memory')
      this.#isTroubled = true
      return false
    }
  }

  #take(most: number): LogEntry[] {
    const taken = this.#entries.splice(0, most)
    for (const { size } of taken) this.#bytes -= size
    return taken
  }

  #putBack(entries: readonly LogEntry[]): void {
    this.#entries.unshift(...entries)
    for (const { size } of entries) this.#bytes += size
  }

  #drop(): void {
    if (this.#lost === this.#toldLost)
      this.#options.log.error(
        {},
        'there is no room for more log entries; they are dropped until the disk takes them',
      )
    this.#lost += 1
  }

  #recover(): void {
    this.#isTroubled = false
    if (this.#lost === this.#toldLost) return
    this.#options.log.warn({ lost: this.#lost - this.#toldLost }, 'the logs are written again')
    this.#toldLost = this.#lost
  }
}
