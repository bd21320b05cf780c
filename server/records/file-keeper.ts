import { nextGoneFiles } from './gone-files.ts'
import type { House } from './house.ts'
import { removeGoneFiles } from './remove-gone.ts'
import { shapeOf } from './shape.ts'
import { sweepFiles } from './sweep-files.ts'

const HOUR_MS = 3_600_000
const LONGEST_NAP_MS = 60_000
const AFTER_FAULT_MS = 5000
const WHILE_HELD_MS = 500

/**
 * Removes the files that nothing names any more: those that were noted, and by a sweep at the start and every hour those
 * that nobody noted. What it removes has left the database before, so it may be killed at any moment: files that are
 * gone are removed once more, which changes nothing.
 *
 * While files are held, none is removed: a backup is being made, and its snapshot may name them. What left the database
 * before a removal is decided on left it before the snapshot, if the files were not held yet at that moment.
 *
 * @param isHeld whether files are held now
 * @example const keeper = new FileKeeper(house, lock.isHeld); keeper.start()
 */
export class FileKeeper {
  readonly #house: House
  readonly #line: WorkLine
  readonly #isHeld: () => boolean
  #isClosed = false
  #isAwake = false
  #nap: NodeJS.Timeout | undefined
  #hourly: NodeJS.Timeout | undefined

  constructor(house: House, isHeld: () => boolean) {
    this.#house = house
    this.#isHeld = isHeld
    this.#line = workLine((error) => {
      house.log.error({ err: error }, 'files that nothing names could not be removed; it is tried again')
      this.#sleep(AFTER_FAULT_MS)
    })
    house.changes.afterCommit.add(({ action, collection }) => {
      if (action !== 'create' && shapeOf(collection).fileFields.length > 0) this.wake()
    })
  }

  /** Begin with what an earlier process has left, and a sweep. */
  start(): void {
    const { clock } = this.#house
    this.wake()
    this.#sweep(clock.now())
    this.#hourly = setInterval(() => this.#sweep(clock.now() - HOUR_MS), HOUR_MS).unref()
  }

  /** Something may have been noted. */
  wake(): void {
    // One that has not begun yet will see what was noted meanwhile.
    if (this.#isClosed || this.#isAwake) return
    this.#isAwake = true
    this.#line.add(() => this.#removeGone())
  }

  /** Resolves when nothing is left to do of what was committed before. */
  async settled(): Promise<void> {
    // Whoever has its answer may have it before the listeners of its commit are called.
    await new Promise<void>((resolve) => setImmediate(resolve))
    await this.#line.idle()
  }

  /** Let the file that is being removed go, and begin nothing more. */
  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#nap)
    clearInterval(this.#hourly)
    await this.#line.idle()
  }

  async #removeGone(): Promise<void> {
    this.#isAwake = false
    const { storage, clock } = this.#house
    await removeGoneFiles(this.#house, this.#isOver)
    if (this.#isClosed) return
    if (this.#isHeld()) return this.#sleep(WHILE_HELD_MS)
    const due = await nextGoneFiles(storage.hot)
    if (due !== undefined) this.#sleep(due - clock.now())
  }

  readonly #isOver = (): boolean => this.#isClosed || this.#isHeld()

  #sleep(ms: number): void {
    clearTimeout(this.#nap)
    if (this.#isClosed) return
    this.#nap = setTimeout(() => this.wake(), Math.min(Math.max(ms, 0), LONGEST_NAP_MS)).unref()
  }

  #sweep(before: number): void {
    this.#line.add(async () => {
      const count = await sweepFiles(this.#house, { before, isOver: this.#isOver })
      if (count > 0) this.#house.log.info({ count }, 'files that no record names were removed')
    })
  }
}

interface WorkLine {
  add(work: () => Promise<void>): void
  /** Resolves when nothing runs or waits. */
  idle(): Promise<void>
}

/** Runs works one after the other. */
function workLine(onFault: (error: unknown) => void): WorkLine {
  let last: Promise<void> = Promise.resolve()
  return {
    add(work) {
      last = last.then(work).catch(onFault)
    },
    async idle() {
      for (let seen: Promise<void> | undefined; seen !== last;) {
        seen = last
        await seen
      }
    },
  }
}
