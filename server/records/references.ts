import type { Catalog, Collection } from '../collections/collection.ts'
import { type Shape, type ShapeField, shapeOf } from './shape.ts'

/** A relation field that points to a collection. */
export interface Reference {
  readonly shape: Shape
  readonly field: ShapeField
  /** Is a record deleted when nothing is left in this field? */
  readonly cascades: boolean
  readonly isMultiple: boolean
}

const references = new WeakMap<Collection, readonly Reference[]>()

/** The relation fields that point to a collection, in the order of their collections' names. */
export function referencesTo(catalog: Catalog, target: Collection): readonly Reference[] {
  const known = references.get(target)
  if (known) return known
  const found = catalog.all
    .filter(({ type }) => type !== 'view')
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((collection) => {
      const shape = shapeOf(collection)
      return shape.fields.flatMap((field): Reference[] => {
        const reference = field.type.reference?.(field.field.options)
        if (reference?.collectionId !== target.id) return []
        return [{ shape, field, cascades: reference.cascadeDelete, isMultiple: reference.isMultiple }]
      })
    })
  references.set(target, found)
  return found
}
