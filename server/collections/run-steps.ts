import { ApiError, apiError } from '../base/error.ts'
import type { Problem } from '../base/problem.ts'
import { fieldTypes } from '../fields/index.ts'
import type { Field } from '../fields/field-type.ts'
import type { Cell, SchemaTransaction, SqlDialect } from '../storage/dialect.ts'
import { unreadable } from './check-indexes.ts'
import { quoteName } from './index-expression.ts'
import type { ConvertStep, Step } from './sync.ts'

/** So many records are converted by one statement: long enough to be quick, short enough to stay a small message. */
const CHUNK = 500

/**
 * Run a plan. Errors: `validation_failed` 400 at `indexes.{i}` for an index that the database cannot build,
 * `database_refused` 400 for anything else that it does not take; the transaction has to be undone then.
 */
export async function runSteps(
  tx: SchemaTransaction,
  sql: SqlDialect,
  steps: readonly Step[],
): Promise<void> {
  for (const step of steps) {
    try {
      if (step.kind === 'convert') await convertCells(tx, step)
      else await tx.run(step.sql)
    } catch (error) {
      throw translate(error, sql, step)
    }
  }
}

function translate(error: unknown, sql: SqlDialect, step: Step): unknown {
  const clash = error instanceof ApiError ? null : sql.readError(error)
  if (clash?.kind !== 'sql' && clash?.kind !== 'unique') return error
  const why = clash.kind === 'sql' ? clash.message : 'records that are there already have equal values'
  if (step.kind === 'convert' || step.index === undefined) {
    return apiError('database_refused', { why }, { cause: error })
  }
  const indexes: Record<string, Problem> = { [step.index]: unreadable(why) }
  return apiError('validation_failed', {}, { data: { indexes }, cause: error })
}

async function convertCells(tx: SchemaTransaction, step: ConvertStep): Promise<void> {
  const [table, from] = [quoteName(step.table, '"'), quoteName(step.from, '"')]
  const read = `SELECT "id", ${from} FROM ${table} WHERE "id" > ? ORDER BY "id" LIMIT ${CHUNK}`
  const convert = converter(step.after)
  let rows: Cell[][] = []
  let last: Cell = ''
  do {
    // Each page begins where the one before ended.
    rows = await tx.all(read, [last])
    last = rows.at(-1)?.[0] ?? last
    const values = rows.flatMap(([id, cell]) => [id ?? null, convert(cell ?? null)])
    if (values.length > 0) await tx.run(updateSql(table, step.to, rows.length), values)
  } while (rows.length === CHUNK)
}

function updateSql(table: string, column: string, count: number): string {
  const values = Array.from({ length: count }, () => '(?, ?)').join(', ')
  const changed = `UPDATE ${table} SET ${quoteName(column, '"')} = "converted"."column2"`
  return `${changed} FROM (VALUES ${values}) AS "converted" WHERE ${table}."id" = "converted"."column1"`
}

/** From any older form of a cell to that of a field as it is now (contract data.md §2.7). */
function converter(after: Field): (cell: Cell) => Cell {
  const type = fieldTypes.get(after.type)
  if (!type) throw new Error(`no field type "${after.type}"`)
  return (cell) => type.toCell(type.fromCell(cell, after.options), after.options)
}
