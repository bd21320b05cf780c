import { apiError } from '../base/error.ts'
import { steps, type Steps } from '../base/now.ts'
import type { Catalog } from '../collections/collection.ts'
import { BatchFailure } from './batch-failure.ts'
import { batchDeed, batchEvents } from './batch-item.ts'
import { countBatch } from './batch-limits.ts'
import { type BatchRequest, parseBatch } from './batch-request.ts'
import { type Deed, noChanges, noSecrets, PasswordsUnhashed, type Secrets, unlessRefused } from './deed.ts'
import { holding } from './held.ts'
import { hooksOn } from './hooks-on.ts'
import type { House, Work } from './house.ts'
import { NeedsOwnTransaction } from './long-transaction.ts'
import { writeRecord } from './output.ts'
import { pickFields } from './pick.ts'
import type { Ask } from './request.ts'
import { writeFresh } from './work.ts'
import { frameOf, performHeld } from './write-hooked.ts'
import type { Written } from './written.ts'

/** What a batch is made of. */
export interface Batch {
  /** The body. */
  readonly input: unknown
  /** Has the client gone away? Then what is not committed yet is undone. */
  readonly isGone: () => boolean
}

/** A batch that was read. */
interface Run {
  readonly ask: Ask
  readonly requests: readonly BatchRequest[]
  readonly isGone: () => boolean
}

/** What one request came to. */
interface Done {
  readonly deed: Deed
  readonly written: Written
}

const DEFAULT_BODY_SIZE = 128 * 1024 * 1024
const DEFAULT_TIMEOUT = 3
/** More requests than this do not share a turn of the loop with others. */
const LONGEST_GROUPED = 256

/** How many bytes the body of a batch may have. Errors: `batch_disabled` 403. */
export function batchBodyLimit(house: House): number {
  const { enabled, maxRequests, maxBodySize } = house.settings.current.batch
  if (!enabled || maxRequests <= 0) throw apiError('batch_disabled', {})
  return maxBodySize > 0 ? maxBodySize : DEFAULT_BODY_SIZE
}

/**
 * Do several writes of records, all of them or none (contract data.md §6); answers the JSON text of the results.
 * Each sees what the ones before it did.
 *
 * Errors: `batch_disabled` 403, `validation_failed` 400, `BatchFailure` with the error of the request that failed,
 * `transaction_expired` 400.
 *
 * @example await runBatch(house, ask, { input: { requests: [{ method: 'POST', url, body }] }, isGone: () => false })
 */
export async function runBatch(house: House, ask: Ask, { input, isGone }: Batch): Promise<string> {
  batchBodyLimit(house)
  const requests = parseBatch(input, house.settings.current.batch.maxRequests)
  if (house.rateLimits.isOn) await countBatch(house, ask, requests)
  const done = await writeAll(house, { ask, requests, isGone })
  const texts = await Promise.all(done.map((each) => answer(house, each)))
  return `[${texts.join(',')}]`
}

async function writeAll(house: House, run: Run): Promise<Done[]> {
  const { requests } = run
  if (requests.length > LONGEST_GROUPED || hasHooks(house, requests)) return writeOwned(house, run)
  try {
    return await writeGrouped(house, run, false)
  } catch (error) {
    const cause = error instanceof BatchFailure ? error.cause : undefined
    if (cause instanceof NeedsOwnTransaction) return writeOwned(house, run)
    if (cause instanceof PasswordsUnhashed) return writeGrouped(house, run, true)
    throw error
  }
}

function hasHooks(house: House, requests: readonly BatchRequest[]): boolean {
  if (house.hooks.isEmpty) return false
  return requests.some((request) => {
    const { events, collection } = batchEvents(request)
    return events.some((event) => hooksOn(house, event, collection))
  })
}

/** Without hooks it is one job among others: all in one turn, and one COMMIT with whatever else is written. */
function writeGrouped(house: House, run: Run, isSure: boolean): Promise<Done[]> {
  return writeFresh(house, run.ask.actor, async (catalog) => {
    const secrets = await readyAll(house, run, catalog, isSure)
    return (work) => writeEach(work, run, secrets)
  })
}

function* writeEach(work: Work, { ask, requests }: Run, secrets: readonly Secrets[]): Steps<Done[]> {
  const { house, catalog, tx } = work
  const done: Done[] = []
  for (const [at, request] of requests.entries()) {
    try {
      const deed = yield* batchDeed({ house, catalog, reader: tx }, ask, request)
      const written = yield* deed.write(work, { changes: noChanges, secrets: secrets[at] ?? noSecrets })
      done.push({ deed, written })
    } catch (error) {
      throw new BatchFailure(at, error)
    }
  }
  return done
}

/** With hooks it has a transaction of its own, in which they may wait for other things. */
async function writeOwned(house: House, run: Run): Promise<Done[]> {
  const { ask, requests, isGone } = run
  const { timeout } = house.settings.current.batch
  const secrets = await readyAll(house, run, house.catalog.current, false)
  return house.storage.transaction(
    async (tx) => {
      const done: Done[] = []
      for (const [at, request] of requests.entries()) {
        if (isGone()) throw apiError('bad_request', {})
        try {
          const scene = { house, catalog: house.catalog.current, reader: tx }
          const deed = await steps(() => batchDeed(scene, ask, request))
          const held = { ...frameOf(deed.ask), house, tx }
          done.push({ deed, written: await holding(held, () => performHeld(held, deed, secrets[at])) })
        } catch (error) {
          throw new BatchFailure(at, error)
        }
      }
      if (isGone()) throw apiError('bad_request', {})
      return done
    },
    { deadline: (timeout > 0 ? timeout : DEFAULT_TIMEOUT) * 1000 },
  )
}

/** Passwords of all requests are hashed before the transaction; what is refused now may be allowed by then. */
async function readyAll(
  house: House,
  { ask, requests }: Run,
  catalog: Catalog,
  isSure: boolean,
): Promise<Secrets[]> {
  const scene = { house, catalog, reader: house.storage.hot }
  const ready: Secrets[] = []
  for (const request of requests) {
    const deed = await unlessRefused(() => steps(() => batchDeed(scene, ask, request)))
    ready.push(deed ? await deed.readySecrets(scene, noChanges, isSure) : noSecrets)
  }
  return ready
}

async function answer(house: House, { deed, written }: Done): Promise<string> {
  if (deed.event === 'record.delete') return '{"status":204,"body":null}'
  const text = await writeRecord(house, deed.ask, written.collection, written.cells)
  const fields = deed.ask.context.query['fields']
  return `{"status":200,"body":${fields ? pickFields(text, fields) : text}}`
}
