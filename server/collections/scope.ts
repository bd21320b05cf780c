import { fieldTypes } from '../fields/index.ts'
import type { Field } from '../fields/field-type.ts'
import type { Scope, ScopeCollection, ScopeField } from '../rules/scope.ts'
import type { Catalog, Collection } from './collection.ts'
import { columnKind } from './column.ts'
import { uniqueIndexOn } from './indexes.ts'

const scopes = new WeakMap<Catalog, Scope>()

/**
 * The catalog as the rule language sees it; one object a catalog, its collections made when they are first asked for.
 *
 * @example scopeOf(catalog.current).find('posts')?.field('title')?.kind // 'text'
 */
export function scopeOf(catalog: Catalog): Scope {
  let scope = scopes.get(catalog)
  if (!scope) {
    scope = makeScope(catalog)
    scopes.set(catalog, scope)
  }
  return scope
}

function makeScope(catalog: Catalog): Scope {
  const made = new Map<Collection, ScopeCollection>()
  return {
    find(nameOrId) {
      const collection = catalog.find(nameOrId)
      if (!collection) return undefined
      const known = made.get(collection) ?? toScope(collection)
      made.set(collection, known)
      return known
    },
  }
}

function toScope(collection: Collection): ScopeCollection {
  const fields = collection.fields.map((field) => toScopeField(collection, field))
  const byName = new Map(fields.map((field) => [field.name, field]))
  return {
    id: collection.id,
    name: collection.name,
    type: collection.type,
    listRule: collection.listRule,
    fields,
    field: (name) => byName.get(name),
  }
}

function toScopeField(collection: Collection, field: Field): ScopeField {
  const type = fieldTypes.get(field.type)
  if (!type) throw new Error(`no field type "${field.type}"`)
  const reference = type.reference?.(field.options)
  return {
    name: field.name,
    type: field.type,
    kind: type.kind(field.options),
    isMultiple: columnKind(field) === 'list',
    isElements: type.hasElements === true,
    isHidden: field.hidden,
    isUnique: uniqueIndexOn(collection, field.name) !== undefined,
    ...(reference && { target: reference.collectionId }),
  }
}
