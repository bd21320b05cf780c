import type { CollectionJson, FieldJson } from '@dapur/sdk'

/** The measures of the diagram in pixels, the same on the screen and in the file. */
export const measure = { width: 216, head: 36, row: 24, foot: 6 } as const

/** A collection as a card: its name, and a row for each of its fields. */
export interface Card {
  readonly id: string
  readonly name: string
  readonly type: CollectionJson['type']
  readonly rows: readonly FieldJson[]
}

/** A relation field that points from one card to another, or to its own. */
export interface Arrow {
  readonly id: string
  readonly from: string
  readonly field: string
  readonly to: string
  readonly isMany: boolean
}

/** Where the left upper corner of a card is. */
export interface Place {
  readonly x: number
  readonly y: number
}

export interface Diagram {
  readonly cards: readonly Card[]
  readonly arrows: readonly Arrow[]
}

/** What is drawn of a collection. */
type Drawn = Pick<CollectionJson, 'id' | 'name' | 'type' | 'system' | 'fields'>

/** Collections and their relations; those of the system where they are wanted. */
export function diagramOf(collections: readonly Drawn[], hasSystem: boolean): Diagram {
  const shown = collections.filter(({ system }) => hasSystem || !system)
  const known = new Set(shown.map(({ id }) => id))
  const cards = shown.map(({ id, name, type, fields }) => ({ id, name, type, rows: rowsOf(fields) }))
  const arrows = shown.flatMap(({ id, fields }) =>
    fields.filter((field) => known.has(targetOf(field))).map((field) => arrowOf(id, field)),
  )
  return { cards, arrows }
}

/** How high a card is. */
export function heightOf({ rows }: Card): number {
  return measure.head + rows.length * measure.row + measure.foot
}

/** The fields that people have made: those of the system are on every card of a kind. */
function rowsOf(fields: readonly FieldJson[]): FieldJson[] {
  return fields.filter(({ system, hidden }) => !system && !hidden)
}

function arrowOf(from: string, field: FieldJson): Arrow {
  const { id, maxSelect } = field
  const isMany = typeof maxSelect === 'number' && maxSelect > 1
  return { id: `${from}/${id}`, from, field: id, to: targetOf(field), isMany }
}

function targetOf({ type, collectionId }: FieldJson): string {
  return type === 'relation' && typeof collectionId === 'string' ? collectionId : ''
}
