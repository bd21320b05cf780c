import type { CollectionJson } from '@dapur/sdk'
import { fieldChanges, fieldsIn } from './field-changes.ts'
import { type Json, type ValueChange, valueChanges } from './value-changes.ts'

/** What an import does to one collection. */
export interface CollectionChange {
  kind: ValueChange['kind']
  name: string
  /** Empty where all of it comes or goes. */
  changes: readonly ValueChange[]
}

/**
 * What `PUT /api/collections/import` would do to the collections that are there (contract data.md §2.9): what goes
 * first, then what changes, then what is new. A collection that stays as it is is not named.
 *
 * @example importChanges(collections, [{ name: 'posts', listRule: '' }], false)
 */
export function importChanges(
  stored: readonly CollectionJson[],
  items: readonly Json[],
  deleteMissing: boolean,
): CollectionChange[] {
  const met = new Set<CollectionJson>()
  const changed: CollectionChange[] = []
  const added: CollectionChange[] = []
  for (const item of items) {
    const known = storedOf(stored, item)
    if (known) {
      met.add(known)
      const changes = changesOf(known, item, deleteMissing)
      if (changes.length > 0) changed.push({ kind: 'changed', name: known.name, changes })
    } else added.push({ kind: 'added', name: textOf(item['name']), changes: [] })
  }
  const removed = stored.filter((one) => deleteMissing && !one.system && !met.has(one))
  return [
    ...removed.map(({ name }): CollectionChange => ({ kind: 'removed', name, changes: [] })),
    ...changed,
    ...added,
  ]
}

/** Does a collection or a field go, with what is in it? */
export function losesData(changes: readonly CollectionChange[]): boolean {
  return changes.some(({ kind, changes: inside }) => kind === 'removed' || inside.some(isFieldGone))
}

function isFieldGone({ kind, path }: ValueChange): boolean {
  return kind === 'removed' && /^fields\.[^.]+$/.test(path)
}

function changesOf(known: CollectionJson, item: Json, deleteMissing: boolean): ValueChange[] {
  const changes = valueChanges({ ...known }, item)
  // The fields of a view come from its query.
  if (known.type === 'view') return changes
  const fields = fieldChanges(fieldsIn(known.fields) ?? [], fieldsIn(item['fields']), deleteMissing)
  return [...changes, ...fields]
}

function storedOf(stored: readonly CollectionJson[], item: Json): CollectionJson | undefined {
  const name = textOf(item['name'])
  return (
    stored.find(({ id }) => id === item['id']) ??
    stored.find((one) => one.id === name || one.name.toLowerCase() === name.toLowerCase())
  )
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
