import type { Collection } from '../collections/collection.ts'
import type { Cell } from '../storage/dialect.ts'
import { cellWriter, quote } from './cell-writer.ts'
import { type Shape, type ShapeField, shapeOf } from './shape.ts'

/** Writes a row that was read by `Shape.columns` as JSON, all but the closing brace. */
export type RowWriter = (row: readonly Cell[], showsEmail: boolean) => string

interface Writers {
  /** For superusers: with hidden fields. */
  readonly whole: RowWriter
  readonly visible: RowWriter
}

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
  const isAuth = shape.collection.type === 'auth'
  const shown = shape.fields.filter((field) => isShown(field) && !(isAuth && isSecret(field.name)))
  const write = writerOf(shape, shown)
  if (!isAuth) return write
  const discreet = writerOf(
    shape,
    shown.filter(({ name }) => name !== 'email'),
  )
  return (row, showsEmail) => (showsEmail ? write(row) : discreet(row))
}

/** What an auth record never shows, not even to superusers (contract data.md §4.2). */
function isSecret(name: string): boolean {
  return name === 'password' || name === 'tokenKey'
}

/**
 * What stands between two cells (a quote that ends, a key, a quote that begins) is one text that is always the same:
 * the fewer pieces a page is put together from, the sooner it is one (half of a list's time was this).
 */
function writerOf({ collection }: Shape, fields: readonly ShapeField[]): (row: readonly Cell[]) => string {
  const cells = fields.map((field) => cellWriter(field, collection.type === 'view'))
  const ends = cells.map(({ isString }) => (isString ? '"' : ''))
  const head = `{"collectionId":${quote(collection.id)},"collectionName":${quote(collection.name)}`
  const before = fields.map(({ name }, i) => `${ends[i - 1] ?? head},${quote(name)}:${ends[i]}`)
  const writes = cells.map(({ write }) => write)
  const places = fields.map(({ at }) => at)
  const end = ends.at(-1) ?? head
  const count = fields.length
  return (row) => {
    let text = ''
    for (let i = 0; i < count; i++) {
      // The three lists are equally long: what is read past their end does not exist.
      text += before[i]
      text += writes[i]?.(row[places[i] ?? 0] ?? null)
    }
    return text + end
  }
}
