import { apiError } from '../base/error.ts'
import { problem, required, type Problem } from '../base/problem.ts'
import type { Cell } from '../storage/dialect.ts'
import { checkFields } from './check-fields.ts'
import type { Collection } from './collection.ts'
import type { Foundation } from './foundation.ts'
import { newCollection, newCollectionId } from './new-collection.ts'
import { sampleView, whyInvalid } from './read-view.ts'
import { readSubmitted } from './submitted.ts'
import { TokenError } from './sql-tokens.ts'
import { viewFields } from './view-fields.ts'
import { parseViewQuery, trimQuery } from './view-query.ts'

const LONGEST = 5000
const NAME = 'dry_run_view'

/** A view that was tried out and is not kept. */
export interface DryRun {
  /** With a name for the time being. */
  readonly collection: Collection
  /** At most 10, cells in the order of the collection's fields. */
  readonly rows: readonly Cell[][]
}

/**
 * Try the query of a view out, in a process that can be stopped, and say what it would answer (contract data.md §2.8).
 * Errors: `validation_failed` 400 at `query`; `database_refused` 400 with the reason for a query that cannot be used.
 *
 * @example (await dryRunView(house, { query: 'select id, title from posts' })).collection.fields
 */
export async function dryRunView(foundation: Foundation, body: unknown): Promise<DryRun> {
  const text = readSubmitted(body).text('query', '')
  const fault = checkQuery(text)
  if (fault) throw apiError('validation_failed', {}, { data: { query: fault } })
  try {
    return await tryOut(foundation, trimQuery(text))
  } catch (error) {
    const why = whyInvalid(error, foundation.storage.sql)
    throw why === undefined ? error : apiError('database_refused', { why }, { cause: error })
  }
}

function checkQuery(text: string): Problem | undefined {
  if (text === '') return required
  if (Buffer.byteLength(text) <= LONGEST) return undefined
  return problem('validation_length_too_long', `Use at most ${LONGEST} bytes.`, { min: 0, max: LONGEST })
}

async function tryOut(foundation: Foundation, viewQuery: string): Promise<DryRun> {
  const catalog = foundation.catalog.current
  const query = parseViewQuery(viewQuery)
  const fields = viewFields(query, catalog)
  const id = newCollectionId('view', NAME, catalog)
  const collection: Collection = { ...newCollection('view'), id, name: NAME, viewQuery, fields }
  const rows = await sampleView(foundation, query)
  const faults = checkFields(undefined, collection, catalog)
  if (faults) throw new TokenError(`its columns cannot be fields: ${JSON.stringify(faults)}`)
  return { collection, rows }
}
