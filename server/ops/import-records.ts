import { setImmediate } from 'node:timers/promises'
import { steps, take } from '../base/now.ts'
import type { Collection } from '../collections/collection.ts'
import { quoteName } from '../collections/index-expression.ts'
import { shapeOf, type ShapeField } from '../records/shape.ts'
import type { Cell, Storage } from '../storage/dialect.ts'
import { type ImportColumn, readRecord, type ReadRecord, type RecordTally } from './import-record.ts'
import type { FileCopier } from './import-files.ts'
import { addNote, type CollectionReport } from './import-report.ts'
import type { Source, SourceTable } from './import-source.ts'

/** The most records of one transaction. */
export const BATCH = 1000
/** Bytes of text after which a transaction ends earlier. */
const BATCH_BYTES = 8 * 1024 * 1024
/** Milliseconds that one transaction may take. */
const DEADLINE = 5 * 60_000

/** What the records of a source go through. */
export interface RecordImport {
  readonly source: Source
  readonly storage: Storage
  /** Undefined where files are not kept on this disk. */
  readonly files: FileCopier | undefined
  /** Records that are not taken at all. */
  readonly isLeftBehind: (collection: Collection, cells: readonly Cell[]) => boolean
  /** Called after each transaction with the number of records that were read. */
  readonly onBatch: (collection: Collection, read: number) => void
  readonly signal: AbortSignal | undefined
}

/**
 * Copy all records of one collection, in their order of insertion (contract data.md §7.6): a transaction a batch, in
 * constant memory. A record that cannot be written is noted and left out.
 */
export async function importRecords(
  job: RecordImport,
  collection: Collection,
  table: SourceTable,
): Promise<CollectionReport> {
  const columns = columnsOf(collection, table)
  const write = writer(job, collection, columns)
  const tally: RecordTally = { found: 0, leftOut: 0, cellsRewritten: 0, cellsEmptied: 0, notes: [] }
  let taken = 0
  let batch: ReadRecord[] = []
  let bytes = 0
  const flush = async (): Promise<void> => {
    taken += await write(batch, tally)
    // Nothing in here waits for the outside: without this no signal would arrive and no progress be drawn.
    await setImmediate()
    job.signal?.throwIfAborted()
    job.onBatch(collection, tally.found)
    batch = []
    bytes = 0
  }
  for (const row of job.source.rows(selectOf(table, columns))) {
    tally.found++
    const record = readRecord(columns, row, tally)
    if (!record || job.isLeftBehind(collection, record.cells)) continue
    batch.push(record)
    bytes += record.bytes
    if (batch.length >= BATCH || bytes >= BATCH_BYTES) await flush()
  }
  await flush()
  const { found, leftOut, ...rest } = tally
  return { name: collection.name, type: collection.type, records: { found, taken, leftOut }, ...rest }
}

function columnsOf(collection: Collection, table: SourceTable): ImportColumn[] {
  let at = 0
  return shapeOf(collection).fields.map((field: ShapeField) => {
    const name = table.columns.get(field.name.toLowerCase())
    return { field, column: name, at: name === undefined ? -1 : at++ }
  })
}

function selectOf({ name }: SourceTable, columns: readonly ImportColumn[]): string {
  const names = columns.flatMap(({ column }) => (column === undefined ? [] : [quoteName(column, '"')]))
  return `SELECT ${names.join(', ')} FROM ${quoteName(name, '"')} ORDER BY _rowid_`
}

type Write = (batch: readonly ReadRecord[], tally: RecordTally) => Promise<number>

function writer(
  { storage, files }: RecordImport,
  collection: Collection,
  columns: readonly ImportColumn[],
): Write {
  const names = columns.map(({ field }) => quoteName(field.name, '"')).join(', ')
  const holes = columns.map(() => '?').join(', ')
  const insert = `INSERT INTO ${quoteName(collection.name, '"')} (${names}) VALUES (${holes})`
  return async (batch, tally) => {
    if (batch.length === 0) return 0
    const refused = await insertAll(storage, insert, batch)
    tally.leftOut += refused.size
    for (const [{ id }, why] of refused) addNote(tally.notes, `${id}: left out, ${why}`)
    const written = batch.filter((record) => !refused.has(record))
    await files?.copy(
      written.flatMap(({ id, files: names }) =>
        names.size > 0 ? [{ collectionId: collection.id, recordId: id, names }] : [],
      ),
    )
    return written.length
  }
}

/** Answers why records were refused; the others are written. */
function insertAll(
  storage: Storage,
  insert: string,
  batch: readonly ReadRecord[],
): Promise<ReadonlyMap<ReadRecord, string>> {
  const refused = new Map<ReadRecord, string>()
  return storage.transaction(
    async (tx) => {
      await steps(function* () {
        for (const record of batch) {
          try {
            yield* take(tx.run(insert, record.cells))
          } catch (error) {
            refused.set(record, whyRefused(storage, error))
          }
        }
      })
      return refused
    },
    { deadline: DEADLINE },
  )
}

function whyRefused(storage: Storage, error: unknown): string {
  const clash = storage.sql.readError(error)
  if (clash?.kind === 'sql') return clash.message
  if (clash?.kind !== 'unique') throw error
  const what = clash.columns.length > 0 ? clash.columns.join(' and ') : `index ${clash.index ?? ''}`
  return `another record has the same ${what}`
}
