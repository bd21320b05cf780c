import type { Collection } from '../collections/collection.ts'
import { uniqueIndexOn } from '../collections/indexes.ts'
import type { Field, Reference } from '../fields/field-type.ts'
import { fieldTypes } from '../fields/index.ts'

/** What has to be known of a collection to write its types. */
export type TypedCollection = Pick<Collection, 'id' | 'name' | 'type' | 'fields' | 'indexes'>

/**
 * Where the relations of a collection lead, its own and those of others to it (contract data.md §4.10).
 *
 * @example expandLines(orders, all) // ["guest: 'users'", "items_via_order: 'items'[]"]
 */
export function expandLines(collection: TypedCollection, all: readonly TypedCollection[]): string[] {
  const own = collection.fields.flatMap((field) => {
    const reference = referenceOf(field)
    const target = all.find(({ id }) => id === reference?.collectionId)
    return reference && target ? [`${field.name}: ${targetOf(target.name, reference, field)}`] : []
  })
  return [...own, ...all.flatMap((other) => backLines(other, collection))]
}

/** Where a unique index lets one record alone point here, the relation back leads to one. */
function backLines(other: TypedCollection, { id }: TypedCollection): string[] {
  return other.fields.flatMap((field) => {
    const reference = referenceOf(field)
    if (reference?.collectionId !== id) return []
    const isSingle = !reference.isMultiple && uniqueIndexOn(other, field.name) !== undefined
    const target = JSON.stringify(other.name)
    return [`${other.name}_via_${field.name}: ${isSingle ? `${target} | undefined` : `${target}[]`}`]
  })
}

function targetOf(name: string, { isMultiple }: Reference, { required }: Field): string {
  const text = JSON.stringify(name)
  if (isMultiple) return `${text}[]`
  // A relation that may be empty has no key then.
  return required ? text : `${text} | undefined`
}

function referenceOf({ type, options }: Field): Reference | undefined {
  return fieldTypes.get(type)?.reference?.(options)
}
