import type { Cell } from '../storage/dialect.ts'
import { type Shape, type ShapeField, shapeOf } from './shape.ts'
import type { Collection } from '../collections/collection.ts'

/** Writes a row that was read by `Shape.columns` as JSON, all but the closing brace. */
export type RowWriter = (row: readonly Cell[], showsEmail: boolean) => string

interface Writers {
  /** For superusers: with hidden fields. */
  readonly whole: RowWriter
  readonly visible: RowWriter
}

type CellWriter = (cell: Cell) => string

const writers = new WeakMap<Collection, Writers>()

/** The row writer of a collection for superusers (`whole`) or for everyone else. */
export function rowWriter(collection: Collection, isWhole: boolean): RowWriter {
  let known = writers.get(collection)
  if (!known) {
    const shape = shapeOf(collection)
    known = { whole: makeWriter(shape, () => true), visible: makeWriter(shape, ({ field }) => !field.hidden) }
    writers.set(collection, known)
  }
  return isWhole ? known.whole : known.visible
}

function makeWriter(shape: Shape, isShown: (field: ShapeField) => boolean): RowWriter {
  const { collection } = shape
  const isAuth = collection.type === 'auth'
  const shown = shape.fields.filter((field) => isShown(field) && !(isAuth && isSecret(field.name)))
  const head = `{"collectionId":${quote(collection.id)},"collectionName":${quote(collection.name)}`
  const keys = shown.map(({ name }) => `,${quote(name)}:`)
  const places = shown.map(({ at }) => at)
  const cells = shown.map(collection.type === 'view' ? viewCellWriter : cellWriter)
  const email = isAuth ? shown.findIndex(({ name }) => name === 'email') : -1
  const count = shown.length
  return (row, showsEmail) => {
    let text = head
    for (let i = 0; i < count; i++) {
      if (i === email && !showsEmail) continue
      // The three lists are equally long: what is read past their end does not exist.
      text += `${keys[i]}${(cells[i] ?? writeNull)(row[places[i] ?? 0] ?? null)}`
    }
    return text
  }
}

/** What an auth record never shows, not even to superusers (contract data.md §4.2). */
function isSecret(name: string): boolean {
  return name === 'password' || name === 'tokenKey'
}

function cellWriter({ type, field }: ShapeField): CellWriter {
  switch (type.output) {
    case 'string':
      return writeText
    case 'number':
      return writeNumber
    case 'boolean':
      return writeBoolean
    case 'json':
      return writeJson
    case 'list':
      return type.column(field.options) === 'list' ? writeList : writeText
    case 'never':
      return writeNothing
  }
}

const writeNull: CellWriter = () => 'null'
const writeNothing: CellWriter = () => '""'
const writeText: CellWriter = (cell) => (cell === null ? '""' : quote(String(cell)))
const writeNumber: CellWriter = (cell) => {
  const value = typeof cell === 'number' ? cell : Number(cell ?? 0) || 0
  // SQL can come to infinity, JSON cannot say it.
  return Number.isFinite(value) ? String(value) : 'null'
}
const writeBoolean: CellWriter = (cell) => (cell ? 'true' : 'false')
/** What a view's SQL makes of a column is anybody's text: only what is JSON may stand as it is. */
function viewCellWriter(field: ShapeField): CellWriter {
  const write = cellWriter(field)
  if (write === writeJson) return writeLooseJson
  return write === writeList ? writeLooseList : write
}

const writeLooseJson: CellWriter = (cell) => {
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : 'null'
  if (typeof cell !== 'string') return 'null'
  return isJson(cell) ? cell : quote(cell)
}

const writeLooseList: CellWriter = (cell) => {
  const text = writeList(cell)
  return isJson(text) ? text : `[${quote(String(cell))}]`
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

// Cells of json fields hold JSON text that was checked when it was written; SQLite keeps plain numbers as numbers.
const writeJson: CellWriter = (cell) => (cell === null ? 'null' : String(cell))

const writeList: CellWriter = (cell) => {
  if (cell === null || cell === '') return '[]'
  const text = String(cell)
  return text.startsWith('[') ? text : `[${quote(text)}]`
}

// Everything that JSON escapes in a string, and lone surrogates, which JSON.stringify writes as escapes.
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const NEEDS_ESCAPE = /[\u0000-\u001f"\\\ud800-\udfff]/

/** A JSON string: most texts need no escaping, and are only put between quotes. */
export function quote(text: string): string {
  return NEEDS_ESCAPE.test(text) ? JSON.stringify(text) : `"${text}"`
}
