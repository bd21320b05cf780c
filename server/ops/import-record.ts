import { toStringList } from '../fields/string-list.ts'
import type { ShapeField } from '../records/shape.ts'
import type { Cell } from '../storage/dialect.ts'
import { importCell } from './import-cell.ts'
import { addNote } from './import-report.ts'

/** A field of the target and where its cell comes from. */
export interface ImportColumn {
  readonly field: ShapeField
  /** Its column in the source; undefined when it has none. */
  readonly column: string | undefined
  /** Its place in a row of the source, -1 when it has none. */
  readonly at: number
}

/** A record on its way. */
export interface ReadRecord {
  readonly id: string
  /** In the order of the columns, in our forms. */
  readonly cells: Cell[]
  /** The names of its files. */
  readonly files: ReadonlySet<string>
  /** About so many bytes of text. */
  readonly bytes: number
}

/** What is counted while records pass. */
export interface RecordTally {
  found: number
  leftOut: number
  cellsRewritten: number
  cellsEmptied: number
  readonly notes: string[]
}

const none: ReadonlySet<string> = new Set()

/** Bring a row of the source into our forms; undefined, and counted, for one that has no id. */
export function readRecord(
  columns: readonly ImportColumn[],
  row: readonly Cell[],
  tally: RecordTally,
): ReadRecord | undefined {
  const id = idOf(columns, row)
  if (id === '') {
    tally.leftOut++
    addNote(tally.notes, `record ${tally.found}: left out, it has no id`)
    return undefined
  }
  let bytes = 0
  let files = none
  const cells = columns.map(({ field, at }): Cell => {
    const cell = at < 0 ? emptyCell(field) : readCell(field, row[at] ?? null, id, tally)
    if (typeof cell === 'string') bytes += cell.length
    if (field.type.name === 'file' && cell !== '' && cell !== '[]')
      files = new Set([...files, ...toStringList(cell)])
    return cell
  })
  return { id, cells, files, bytes }
}

function idOf(columns: readonly ImportColumn[], row: readonly Cell[]): string {
  const column = columns.find(({ field }) => field.name === 'id')
  return String(row[column?.at ?? -1] ?? '')
}

function emptyCell({ field, type }: ShapeField): Cell {
  return type.toCell(type.empty(field.options), field.options)
}

function readCell(field: ShapeField, raw: Cell, id: string, tally: RecordTally): Cell {
  const { cell, isEmptied } = importCell(field, raw)
  if (cell === raw) return cell
  if (!isEmptied) {
    tally.cellsRewritten++
    return cell
  }
  tally.cellsEmptied++
  const shown = JSON.stringify(String(raw).slice(0, 40))
  addNote(
    tally.notes,
    `${id}: "${field.name}" held ${shown}, which is no ${field.type.name}: it is empty now`,
  )
  return cell
}
