import type { CollectionJson, FieldJson, RecordJson } from '@dapur/sdk'
import type { FieldView } from '../fields/field-view.ts'
import { fieldView } from '../fields/index.ts'
import { toText } from '../fields/value.ts'
import type { ColumnPrefs } from '../grid/column-prefs.ts'

/** A column of the records grid. */
export interface Column {
  field: FieldJson
  view: FieldView
  /** Pixels, at least. */
  width: number
  /** Its share of the free width. */
  grow: number
}

/** A letter of 13 pixel Inter, on average; the padding of a cell; icon, arrow and padding of a head. */
const LETTER = 7.6
const CELL_PADDING = 40
const HEAD_PADDING = 68
export const NARROWEST = 88
const WIDEST = 320

/** An id: 15 letters of a fixed width. */
const ID_WIDTH = 152

/** The box that selects a row, and the gutter of the page before it. */
const SELECT_WIDTH = '48px'

/**
 * The fields that the server sends, in their order. Passwords and token keys never leave it.
 *
 * @param sample some records, from whose values the widths are guessed; none is fine
 */
export function columnsOf({ fields, type }: CollectionJson, sample: readonly RecordJson[]): Column[] {
  return fields
    .filter((field) => field.type !== 'password' && !(type === 'auth' && field.name === 'tokenKey'))
    .map((field) => {
      const view = fieldView(field.type)
      if (field.name === 'id') return { field, view, width: ID_WIDTH, grow: 0 }
      const values = view.isLine === true ? sample.map((record) => toText(record[field.name]).length) : []
      const wanted = values.length === 0 ? view.width : Math.max(...values) * LETTER + CELL_PADDING
      const head = field.name.length * LETTER + HEAD_PADDING
      const width = Math.round(Math.min(WIDEST, Math.max(NARROWEST, wanted, head)))
      return { field, view, width, grow: view.grow }
    })
}

/** The columns as somebody likes them: in their order, with their widths, without those that are hidden. */
export function arrangeColumns(columns: readonly Column[], { order, hidden, widths }: ColumnPrefs): Column[] {
  return orderColumns(columns, order)
    .filter(({ field }) => !hidden.includes(field.id))
    .map((column) => {
      const width = widths[column.field.id]
      return width === undefined ? column : { ...column, width: Math.max(NARROWEST, width), grow: 0 }
    })
}

/** All columns in somebody's order; new ones come last. */
export function orderColumns(columns: readonly Column[], order: readonly string[]): Column[] {
  const placeOf = ({ field }: Column): number => {
    const place = order.indexOf(field.id)
    return place < 0 ? order.length : place
  }
  return columns.toSorted((one, other) => placeOf(one) - placeOf(other))
}

type Layout = Readonly<Record<'--columns' | '--columns-narrow' | '--width' | '--width-narrow', string>>

/**
 * The CSS variables of a grid: the templates of its rows, and the least width of all columns together. On a phone the id
 * gives its place to the values.
 */
export function layoutOf(columns: readonly Column[]): Layout {
  const narrow = columns.length > 1 ? columns.filter(({ field }) => field.name !== 'id') : columns
  return {
    '--columns': templateOf(columns),
    '--columns-narrow': templateOf(narrow),
    '--width': widthOf(columns),
    '--width-narrow': widthOf(narrow),
  }
}

function widthOf(columns: readonly Column[]): string {
  return `calc(${SELECT_WIDTH} + ${columns.reduce((sum, column) => sum + column.width, 0)}px)`
}

function templateOf(columns: readonly Column[]): string {
  // When no column wants to grow, the last one takes the rest, so that the rows reach the edge.
  const doesGrow = columns.some(({ grow }) => grow > 0)
  const tracks = columns.map(({ width, grow }, index) => {
    if (grow > 0) return `minmax(${width}px, ${width * grow}fr)`
    return !doesGrow && index === columns.length - 1 ? `minmax(${width}px, 1fr)` : `${width}px`
  })
  return [SELECT_WIDTH, ...tracks].join(' ')
}
