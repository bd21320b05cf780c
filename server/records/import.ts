import { ApiError, apiError } from '../base/error.ts'
import { problem, type Problem, type ProblemTree } from '../base/problem.ts'
import type { Writer } from '../storage/dialect.ts'
import { writableCollectionFor } from './collection-for.ts'
import { createDeed } from './create-deed.ts'
import type { Deed } from './deed.ts'
import { readRecord } from './find.ts'
import { holding } from './held.ts'
import type { House } from './house.ts'
import { type BodyOf, rowReader } from './import-body.ts'
import type { ImportQuery } from './import-query.ts'
import { importFormats, type ImportRow } from './import-rows.ts'
import { breather } from './long-transaction.ts'
import type { Ask } from './request.ts'
import { inSavepoint } from './savepoint.ts'
import { type Shape, shapeOf } from './shape.ts'
import { updateDeed } from './update-deed.ts'
import { frameOf, performHeld } from './write-hooked.ts'

/** What became of the rows. */
export interface ImportReport {
  readonly isDryRun: boolean
  readonly created: number
  readonly updated: number
  readonly failed: number
  /** Columns that no field has the name of. */
  readonly ignored: readonly string[]
  /** The first problems, by row: from 1, the head of a CSV file not counted. */
  readonly rows: ProblemTree
}

const MODES = ['create', 'upsert']
/** So many rows are told what is wrong with them; the others are counted. */
const MOST_TOLD = 100
const DEADLINE_MS = 10 * 60_000

/**
 * Write the records of a file as a superuser would, all of them or none: one transaction, with the checks, the hooks and
 * the events of single writes.
 *
 * Errors: `collection_not_found` 404; `view_read_only`, `import_unreadable` 400; `validation_failed` 400 under `format`,
 * `mode`, `mapping`; `import_refused` 400 with the problems under `rows`; `transaction_expired` 400.
 *
 * @example await importRecords(house, ask, 'dishes', 'tmp/dishes.csv', { format: 'csv', mode: 'upsert', isDryRun: true, mapping: {} })
 */
export async function importRecords(
  house: House,
  ask: Ask,
  nameOrId: string,
  file: string,
  query: ImportQuery,
): Promise<ImportReport> {
  const collection = writableCollectionFor(house.catalog.current, nameOrId)
  const read = importFormats.get(query.format)
  if (!read) throw invalid('format', `Choose one of ${[...importFormats.keys()].join(', ')}.`)
  if (!MODES.includes(query.mode)) throw invalid('mode', `Choose one of ${MODES.join(', ')}.`)
  const shape = shapeOf(collection)
  const unknown = Object.values(query.mapping).find((name) => !shape.byName.has(name))
  if (unknown !== undefined) throw invalid('mapping', `"${collection.name}" has no field "${unknown}".`)
  const run = new Run(house, ask, shape, query)
  try {
    await house.storage.transaction((tx) => run.writeAll(tx, read(file)), { deadline: DEADLINE_MS })
  } catch (error) {
    if (!(error instanceof Undone)) throw error
  }
  const report = run.report()
  if (report.failed > 0 && !query.isDryRun)
    throw apiError('import_refused', { failed: report.failed }, { data: { rows: report.rows } })
  return report
}

function invalid(field: string, message: string): Error {
  return apiError('validation_failed', {}, { data: { [field]: problem('validation_in_invalid', message) } })
}

/** Nothing of it is to stay. */
class Undone extends Error {}

class Run {
  readonly #house: House
  readonly #ask: Ask
  readonly #shape: Shape
  readonly #query: ImportQuery
  readonly #bodyOf: BodyOf
  readonly #ignored = new Set<string>()
  readonly #problems: Record<string, Problem | ProblemTree> = {}
  readonly #count = { created: 0, updated: 0, failed: 0 }

  constructor(house: House, ask: Ask, shape: Shape, query: ImportQuery) {
    this.#house = house
    this.#ask = ask
    this.#shape = shape
    this.#query = query
    this.#bodyOf = rowReader(shape, query, this.#ignored)
  }

  async writeAll(tx: Writer, rows: AsyncIterable<ImportRow>): Promise<void> {
    const breathe = breather(this.#house)
    let at = 0
    for await (const row of rows) {
      at++
      await this.#writeRow(tx, row, at)
      await breathe()
    }
    if (this.#query.isDryRun || this.#count.failed > 0) throw new Undone('nothing of it is to stay')
  }

  report(): ImportReport {
    const { isDryRun } = this.#query
    return { isDryRun, ...this.#count, ignored: [...this.#ignored], rows: this.#problems }
  }

  async #writeRow(tx: Writer, row: ImportRow, at: number): Promise<void> {
    try {
      await inSavepoint(tx, async (inner) => {
        const deed = await this.#deedFor(inner, this.#bodyOf(row))
        const held = { ...frameOf(this.#ask), house: this.#house, tx: inner }
        await holding(held, () => performHeld(held, deed))
        this.#count[deed.event === 'record.create' ? 'created' : 'updated']++
      })
    } catch (error) {
      const found = problemsOf(error)
      if (!found) throw error
      this.#count.failed++
      if (this.#count.failed <= MOST_TOLD) this.#problems[String(at)] = found
    }
  }

  async #deedFor(reader: Writer, body: Record<string, unknown>): Promise<Deed> {
    const { collection } = this.#shape
    const { id } = body
    if (this.#query.mode === 'upsert' && typeof id === 'string' && id !== '') {
      const found = await readRecord(this.#house.storage, reader, collection, id)
      if (found) return updateDeed(this.#ask, collection.id, { id, body })
    }
    return createDeed(this.#ask, collection.id, body)
  }
}

/** What is wrong with a row; undefined for what is no row's fault. */
function problemsOf(error: unknown): ProblemTree | undefined {
  if (!(error instanceof ApiError) || error.status >= 500) return undefined
  return Object.keys(error.data).length > 0 ? error.data : { record: problem(error.code, error.message) }
}
