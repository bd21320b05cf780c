import type { Clock } from '../base/clock.ts'
import { isLate, steps, type Steps } from '../base/now.ts'
import type { LiveGroup } from './live-query.ts'

export interface PaceOptions {
  readonly clock: Clock
  /** How long lists are read in one turn of the loop, in ms. */
  readonly turn: number
  /** Read a group again. Must not fail. */
  readonly refresh: (group: LiveGroup) => Steps<void>
}

/** A list that takes a ms is read at most every 20 ms, and so on: it can never take more than a twentieth of the time. */
const REST = 20
const LONGEST_REST = 60_000
/** After the heavy readers had no place for it, in ms. */
const RETRY = 1000
/** How many lists may be on their way at once where they come late. */
const MOST_LATE = 4

/**
 * Says when which live query is read again: as soon as something happened, all that happened in one turn together, but
 * costly ones more rarely, and no more than half of the time for all of them, so that requests have the other half.
 */
export class LivePace {
  readonly #options: PaceOptions
  readonly #due = new Set<LiveGroup>()
  readonly #resting = new Map<LiveGroup, NodeJS.Timeout>()
  #isPlanned = false
  #isStopped = false
  #late = 0
  #restsUntil = 0

  constructor(options: PaceOptions) {
    this.#options = options
  }

  /** Something happened that may make another answer. */
  mark(group: LiveGroup): void {
    if (group.isDirty || this.#isStopped) return
    group.isDirty = true
    if (!group.isReading) this.#queue(group)
  }

  /** It could not be read for want of a place. */
  retry(group: LiveGroup): void {
    group.notBefore = this.#options.clock.steady() + RETRY
    this.mark(group)
  }

  stop(): void {
    this.#isStopped = true
    this.#due.clear()
    for (const timer of this.#resting.values()) clearTimeout(timer)
    this.#resting.clear()
  }

  #queue(group: LiveGroup): void {
    if (this.#isStopped) return
    const rest = group.notBefore - this.#options.clock.steady()
    if (rest <= 0) {
      this.#due.add(group)
      return this.#plan()
    }
    const wake = (): void => {
      this.#resting.delete(group)
      this.#due.add(group)
      this.#plan()
    }
    this.#resting.set(group, setTimeout(wake, Math.ceil(rest)).unref())
  }

  #plan(): void {
    if (this.#isPlanned || this.#due.size === 0 || this.#late >= MOST_LATE) return
    this.#isPlanned = true
    const rest = this.#restsUntil - this.#options.clock.steady()
    if (rest < 1) setImmediate(() => this.#run())
    else setTimeout(() => this.#run(), Math.ceil(rest)).unref()
  }

  #run(): void {
    const { clock, turn } = this.#options
    const began = clock.steady()
    this.#isPlanned = false
    for (const group of this.#due) {
      this.#due.delete(group)
      // Nobody has it any more.
      if (group.members.size > 0) this.#read(group)
      if (clock.steady() - began > turn || this.#late >= MOST_LATE) break
    }
    const now = clock.steady()
    this.#restsUntil = now + (now - began)
    this.#plan()
  }

  #read(group: LiveGroup): void {
    const began = this.#options.clock.steady()
    group.isDirty = false
    group.isReading = true
    const read = steps(() => this.#options.refresh(group))
    if (!isLate(read)) return this.#rest(group, began)
    this.#late++
    void read.then(() => {
      this.#late--
      this.#rest(group, began)
      this.#plan()
    })
  }

  #rest(group: LiveGroup, began: number): void {
    const now = this.#options.clock.steady()
    const rest = Math.min((now - began) * REST, LONGEST_REST)
    group.isReading = false
    group.notBefore = Math.max(group.notBefore, now + rest)
    if (group.isDirty) this.#queue(group)
  }
}
