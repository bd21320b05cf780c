import { guest } from '../base/actor.ts'
import { apiError } from '../base/error.ts'
import { newRandomId } from '../base/id.ts'
import { steps, type Steps } from '../base/now.ts'
import { allowsStored } from '../records/allows.ts'
import type { Cells } from '../records/change.ts'
import type { House } from '../records/house.ts'
import { findRecord } from '../records/find.ts'
import type { Ask } from '../records/request.ts'
import { type Work, writeFresh } from '../records/work.ts'
import { RuleError } from '../rules/index.ts'
import type { AuthCollection } from './auth-collection.ts'
import { text } from './record-actor.ts'
import { demandsTotp, satisfiesTotp } from './totp-demand.ts'
import {
  createdAt,
  insertOwned,
  ownedBy,
  ownerOf,
  readOwned,
  spendOwned,
  systemCollection,
} from './owned-rows.ts'

/** The system collection of first factors that wait for their second. */
const MFAS = '_mfas'

/** The first factor was right, and a second one is wanted: answered as 401 `{ mfaId }` (contract services.md §2.7). */
export class MfaNeeded extends Error {
  readonly mfaId: string

  constructor(mfaId: string) {
    super('a second factor is needed')
    this.mfaId = mfaId
  }
}

/** Who has proved something, and by what. */
export interface Factor {
  readonly collection: AuthCollection
  readonly record: Cells
  /** The name of the auth method. */
  readonly method: string
  /** What the answer to the first factor said; '' when this is the first. */
  readonly mfaId: string
}

/**
 * Go on only when enough was proved: nothing more is asked, by the collection or by an account that
 * has an authenticator app, or this is the second factor, of the same record and by
 * another method. The first one is spent by it, whatever becomes of the sign-in then.
 *
 * Errors: `MfaNeeded`; `mfa_refused` 400; `bad_request` 400 for a rule that cannot be used any more, which therefore
 * lets nobody in.
 *
 * @example await requireFactors(house, ask, { collection, record, method: 'otp', mfaId })
 */
export async function requireFactors(house: House, ask: Ask, factor: Factor): Promise<void> {
  const wantsApp = await demandsTotp(house, factor)
  if (!wantsApp && !(await isAsked(house, ask, factor))) return
  if (factor.mfaId === '') throw new MfaNeeded(await openFactor(house, factor))
  if (wantsApp) {
    const first = await findFactor(house, factor.collection, factor.mfaId)
    if (!satisfiesTotp(first?.method ?? '', factor.method)) throw apiError('mfa_refused', {})
  }
  if (!(await spendFactor(house, factor))) throw apiError('mfa_refused', {})
}

/**
 * The first factor that waits under this id in this collection, unless its time is over: for methods that have to know
 * whose second factor they look at. Undefined when there is none.
 *
 * @example const first = await findFactor(house, users, mfaId) // { recordId: 'mf3k2a9x0q7w2bc', method: 'password' }
 */
export async function findFactor(
  house: House,
  collection: AuthCollection,
  mfaId: string,
): Promise<{ readonly recordId: string; readonly method: string } | undefined> {
  const row = await findRecord(house, systemCollection(house.catalog.current, MFAS), mfaId)
  if (row?.['collectionRef'] !== collection.id || isExpired(house, collection, row)) return undefined
  return { recordId: text(row, 'recordRef'), method: text(row, 'method') }
}

async function isAsked(house: House, { context }: Ask, { collection, record }: Factor): Promise<boolean> {
  const { enabled, rule } = collection.auth.mfa
  if (!enabled || rule === '') return enabled
  const catalog = house.catalog.current
  const asking = { house, catalog, collection, reader: house.storage.hot, context }
  try {
    return await steps(() => allowsStored(asking, rule, record))
  } catch (error) {
    if (error instanceof RuleError) throw apiError('bad_request', {}, { cause: error })
    throw error
  }
}

function openFactor(house: House, { collection, record, method }: Factor): Promise<string> {
  return writeFresh(
    house,
    guest,
    () =>
      function* (work): Steps<string> {
        const owner = ownerOf(collection, record)
        // Nobody can use these any more, and nothing else would ever take them away.
        for (const row of yield* ownedBy(work, MFAS, owner))
          if (isExpired(house, collection, row)) yield* spendOwned(work, MFAS, row)
        const id = newRandomId()
        yield* insertOwned(work, MFAS, { ...owner, id, method })
        return id
      },
  )
}

/** Says whether it was there, fits, and is gone now. */
function spendFactor(house: House, factor: Factor): Promise<boolean> {
  return writeFresh(house, guest, () => (work) => spend(work, factor))
}

function* spend(work: Work, { collection, record, method, mfaId }: Factor): Steps<boolean> {
  const row = yield* readOwned(work, MFAS, mfaId)
  if (row?.['collectionRef'] !== collection.id) return false
  if (isExpired(work.house, collection, row)) {
    yield* spendOwned(work, MFAS, row)
    return false
  }
  if (row['recordRef'] !== record['id'] || row['method'] === method) return false
  return yield* spendOwned(work, MFAS, row)
}

function isExpired({ clock }: House, { auth }: AuthCollection, row: Cells): boolean {
  return clock.now() >= createdAt(row) + auth.mfa.duration * 1000
}
