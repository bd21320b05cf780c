import { bag } from '../base/bag.ts'
import type { RawBuilder } from 'kysely'
import { sql } from 'kysely'
import type { Collection } from '../collections/collection.ts'
import type { AnyFieldType, Field } from '../fields/field-type.ts'
import { fieldTypes } from '../fields/index.ts'
import type { Cell } from '../storage/dialect.ts'
import type { Cells } from './change.ts'

/** A field with its type looked up. */
export interface ShapeField {
  readonly field: Field
  readonly type: AnyFieldType
  readonly name: string
  /** Its place in a row that was read by `columns`. */
  readonly at: number
}

/** What records of a collection are made of: worked out once a version of the collection. */
export interface Shape {
  readonly collection: Collection
  readonly fields: readonly ShapeField[]
  readonly byName: ReadonlyMap<string, ShapeField>
  /** The fields whose values name files. */
  readonly fileFields: readonly ShapeField[]
  /** `"posts"."id", "posts"."title", …` in the order of `fields`. */
  readonly columns: RawBuilder<unknown>
  readonly table: RawBuilder<unknown>
}

const shapes = new WeakMap<Collection, Shape>()

/** The shape of this version of a collection. */
export function shapeOf(collection: Collection): Shape {
  const known = shapes.get(collection)
  if (known) return known
  const shape = makeShape(collection)
  shapes.set(collection, shape)
  return shape
}

function makeShape(collection: Collection): Shape {
  const fields = collection.fields.map((field, at): ShapeField => {
    const type = fieldTypes.get(field.type)
    if (!type)
      throw new Error(
        `the field "${field.name}" of "${collection.name}" has the unknown type "${field.type}"`,
      )
    return { field, type, name: field.name, at }
  })
  return {
    collection,
    fields,
    byName: new Map(fields.map((field) => [field.name, field])),
    fileFields: fields.filter(({ type }) => type.files),
    columns: sql.join(fields.map(({ name }) => sql.ref(`${collection.name}.${name}`))),
    table: sql.table(collection.name),
  }
}

/** A row as it was read, by field name. */
export function cellsOf(shape: Shape, row: readonly Cell[]): Cells {
  const cells = bag<Cell>()
  for (const { name, at } of shape.fields) cells[name] = row[at] ?? null
  return cells
}

/** The values that hooks, checks and modifiers see. */
export function valuesOf(shape: Shape, cells: Cells): Record<string, unknown> {
  const values = bag<unknown>()
  for (const { name, type, field } of shape.fields)
    values[name] = type.fromCell(cells[name] ?? null, field.options)
  return values
}

/** The values of a record in which nothing was set. */
export function emptyValues(shape: Shape): Record<string, unknown> {
  const values = bag<unknown>()
  for (const { name, type, field } of shape.fields) values[name] = type.empty(field.options)
  return values
}
