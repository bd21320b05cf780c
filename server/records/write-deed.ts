import { steps, type Steps } from '../base/now.ts'
import { PasswordValue } from '../fields/password.ts'
import type { Writer } from '../storage/dialect.ts'
import { type Changes, type Deed, type Extras, noSecrets, type Secrets } from './deed.ts'
import type { Frame, Held } from './held.ts'
import type { House, Work } from './house.ts'
import { breather, inLongTransaction, NeedsOwnTransaction } from './long-transaction.ts'
import { inSavepoint } from './savepoint.ts'
import { workOf, writeFresh } from './work.ts'
import type { Written } from './written.ts'

/** What is known of a deed when its turn to be written comes. */
export interface Readiness {
  readonly changes: Changes
  /** What was hashed before the transaction, where there was time for it. */
  readonly ready?: Secrets | undefined
  /** Has the rule let it in already? */
  readonly isSure: boolean
  /** Called at the head of the write's own transaction, or of its part of one. */
  readonly onBegin?: (tx: Writer) => void
}

/** The same, and for whom own code runs inside of the write. */
export interface Framed extends Readiness {
  readonly frame: Frame
}

/** Write a deed in the grouped transaction; a long cascade, or one that meets hooks, gets one of its own. */
export async function writeAlone(house: House, deed: Deed, readiness: Framed): Promise<Written> {
  const { changes, isSure, frame } = readiness
  try {
    return await writeFresh(house, deed.ask.actor, async (catalog) => {
      const scene = { house, catalog, reader: house.storage.hot }
      return storyOf(deed, readiness, { changes, secrets: await deed.readySecrets(scene, changes, isSure) })
    })
  } catch (error) {
    if (!(error instanceof NeedsOwnTransaction)) throw error
    const story = storyOf(deed, readiness, { changes, secrets: noSecrets })
    return inLongTransaction(house, frame, story, error.deadline)
  }
}

/** Write a deed in the transaction that is held: it alone is undone when it fails. */
export async function writeHeld(held: Held, deed: Deed, readiness: Readiness): Promise<Written> {
  const { house, tx, requester } = held
  const { changes, ready, isSure } = readiness
  const catalog = house.catalog.current
  const secrets =
    ready && isEnough(ready, changes)
      ? ready
      : await deed.readySecrets({ house, catalog, reader: tx }, changes, isSure)
  const story = storyOf(deed, readiness, { changes, secrets })
  return inSavepoint(tx, (inner) =>
    steps(() => story(workOf(house, catalog, inner, requester.actor, breather(house)))),
  )
}

function storyOf(deed: Deed, { onBegin }: Readiness, extras: Extras): (work: Work) => Steps<Written> {
  return (work) => {
    onBegin?.(work.tx)
    return deed.write(work, extras)
  }
}

/** Files lie under the id of their record: another one needs them elsewhere. */
function isEnough(ready: Secrets, changes: Changes): boolean {
  if (ready.shelved && changes.has('id')) return false
  return !ready.isRefused && ![...changes.values()].some((value) => value instanceof PasswordValue)
}
