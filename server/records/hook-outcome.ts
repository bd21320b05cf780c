import type { Writer } from '../storage/dialect.ts'
import type { Deed, Secrets } from './deed.ts'
import { type Frame, heldBy } from './held.ts'
import type { HandedOut } from './hook-record.ts'
import type { House } from './house.ts'
import { writeAlone, writeHeld } from './write-deed.ts'
import type { Written } from './written.ts'

/** What a deed with hooks is about to write, and has become. */
export interface HookedDeed {
  readonly house: House
  readonly deed: Deed
  readonly out: HandedOut
  readonly ready: Secrets | undefined
  readonly frame: Frame
}

/** Follows one write with hooks around it: whether it stands, and what waits for it to be durable. */
export class HookOutcome {
  readonly #parts: HookedDeed
  readonly #waiting: (() => void | Promise<void>)[] = []
  #written: Written | undefined
  #failure: { readonly error: unknown } | undefined
  #isDurable = false

  constructor(parts: HookedDeed) {
    this.#parts = parts
  }

  /** The write itself, with what the hooks made of the record. */
  async write(): Promise<void> {
    const { house, deed, out, ready, frame } = this.#parts
    const readiness = {
      changes: out.changes(),
      ready,
      frame,
      isSure: true,
      onBegin: (tx: Writer) => this.#follow(tx),
    }
    const held = heldBy(house)
    try {
      this.#written = await (held ? writeHeld(held, deed, readiness) : writeAlone(house, deed, readiness))
    } catch (error) {
      this.#failure = { error }
      throw error
    }
    out.adopt(this.#written.cells)
  }

  /** Let work run when the write is durable; at once when it is. */
  afterCommit(work: () => void | Promise<void>): void {
    if (this.#isDurable) setImmediate(() => this.#start(work))
    else this.#waiting.push(work)
  }

  /**
   * What was written. A hook may catch an error of the write, and throw another, but not make it unhappen.
   * Errors: that of the write; a plain Error when there was none, because no hook went on.
   */
  result(): Written {
    if (this.#written) return this.#written
    if (this.#failure) throw this.#failure.error
    const { deed } = this.#parts
    throw new Error(
      `a hook on ${deed.event} of "${deed.nameOrId}" ended without next() and without event.reject()`,
    )
  }

  #follow(tx: Writer): void {
    tx.onRollback(() => {
      this.#written = undefined
    })
    tx.afterCommit(() => {
      this.#isDurable = true
      for (const work of this.#waiting.splice(0)) this.#start(work)
    })
  }

  /** Nobody waits for it any more: what goes wrong in it is for the log. */
  #start(work: () => void | Promise<void>): void {
    const { house, deed } = this.#parts
    const run = async (): Promise<void> => work()
    run().catch((error: unknown) => {
      house.log.error(
        { err: error, event: deed.event, collection: deed.nameOrId },
        'work after a commit failed',
      )
    })
  }
}
