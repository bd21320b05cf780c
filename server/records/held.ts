import { AsyncLocalStorage } from 'node:async_hooks'
import type { Writer } from '../storage/dialect.ts'
import type { Deed } from './deed.ts'
import type { House } from './house.ts'
import type { Ask } from './request.ts'
import type { Written } from './written.ts'

/** Own code that runs: for whom, and how deep. */
export interface Frame {
  /** Whose request all of this is for. */
  readonly requester: Ask
  /** How many hooks stand in each other; 1 for those of the request itself. */
  readonly depth: number
  /** Do a deed in a transaction that is held, with the hooks that stand around it. */
  readonly perform: Perform
}

export type Perform = (held: Held, deed: Deed) => Promise<Written>

/** A transaction that own code is inside of: what it writes goes there, since the writer lock is taken already. */
export interface Held extends Frame {
  readonly house: House
  readonly tx: Writer
}

const held = new AsyncLocalStorage<Held>()

/** Run work inside a transaction; everything that it calls and awaits finds it with `heldBy`. */
export function holding<T>(transaction: Held, work: () => Promise<T>): Promise<T> {
  return held.run(transaction, work)
}

/** The transaction of this house that the running code is inside of. */
export function heldBy(house: House): Held | undefined {
  const found = held.getStore()
  return found?.house === house ? found : undefined
}
