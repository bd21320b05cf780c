import type { ProblemTree } from '../base/problem.ts'
import { fieldTypes } from '../fields/index.ts'
import type { Field } from '../fields/field-type.ts'
import { makeCatalog, replaceCollection } from './catalog.ts'
import type { Catalog, Collection } from './collection.ts'
import { completeCollection } from './complete.ts'
import { importFields } from './import-fields.ts'
import { parseChange, parseNew } from './parse.ts'
import { readSubmitted, type Submitted } from './submitted.ts'

/** One collection of an import: as it is, as it is to be, and what is wrong with it so far. */
export interface ImportItem {
  readonly stored: Collection | undefined
  readonly next: Collection
  readonly problems: ProblemTree
}

/** What an import wants of the whole catalog: parsed, not yet checked. */
export interface ImportDraft {
  /** In the order in which they are saved: views last, inside by `created` and `updated`. */
  readonly items: readonly ImportItem[]
  /** The collections that go. */
  readonly deleted: readonly Collection[]
  /** All collections as they will be; the fields of views are not read yet. */
  readonly catalog: Catalog
}

/** What an import asks for. */
export interface ImportRequest {
  readonly collections: readonly unknown[]
  readonly deleteMissing: boolean
  /** The problems of an item that are known already, by its place. */
  readonly tried: readonly ProblemTree[]
  /** A formatted time. */
  readonly now: string
}

interface Drafted extends ImportItem {
  readonly order: string
}

/**
 * Read an import over the catalog (contract data.md §2.9): each item is merged over the collection that has its id,
 * else its name, or becomes a new one. `refuse` says what becomes of an error in the item of this place.
 */
export function draftImport(
  before: Catalog,
  request: ImportRequest,
  refuse: (item: unknown, error: unknown) => unknown,
): ImportDraft {
  const drafts = new Map<string, Drafted>()
  const aliases = new Map<string, string>()
  let working = before
  request.collections.forEach((json, i) => {
    try {
      const item = draftItem(before, working, request, json, i)
      const { id } = item.next
      working = makeCatalog(before.version, replaceCollection(working, working.byId(id), item.next))
      drafts.set(id, item)
      aliases.set(readSubmitted(json).text('id', '') || id, id)
    } catch (error) {
      throw refuse(json, error)
    }
  })
  const items = [...drafts.values()]
    .toSorted((a, b) => (a.order < b.order ? -1 : Number(a.order > b.order)))
    .map(({ stored, next, problems }) => ({ stored, next: withStoredIds(next, aliases), problems }))
  const deleted = before.all.filter(({ id, system }) => request.deleteMissing && !system && !drafts.has(id))
  return { items, deleted, catalog: futureCatalog(before, items, deleted) }
}

function draftItem(
  before: Catalog,
  working: Catalog,
  { deleteMissing, tried, now }: ImportRequest,
  json: unknown,
  place: number,
): Drafted {
  const input = readSubmitted(json, `collections.${place}`)
  const known = matchOf(working, input)
  const { next, problems } = known
    ? parseChange(known, { ...asBody(json), id: known.id }, importFields(deleteMissing))
    : parseNew(json)
  const stored = known && before.byId(known.id)
  const completed = completeCollection(stored, next, working, now)
  const created = input.text('created', '') || completed.created
  const rank = completed.type === 'view' ? 1 : 0
  const order = `${rank} ${created} ${input.text('updated', '') || completed.updated}`
  return { stored, next: completed, problems: { ...tried[place], ...problems }, order }
}

/** The collection that an item means, if it is there already. */
export function matchOf(catalog: Catalog, item: Submitted): Collection | undefined {
  return catalog.byId(item.text('id', '')) ?? catalog.find(item.text('name', ''))
}

function asBody(json: unknown): object {
  return typeof json === 'object' && json !== null ? json : {}
}

// A collection that was matched by name keeps its id: what refers to it by the id of the import has to follow.
function withStoredIds(collection: Collection, aliases: ReadonlyMap<string, string>): Collection {
  return { ...collection, fields: collection.fields.map((field) => withStoredId(field, aliases)) }
}

function withStoredId(field: Field, aliases: ReadonlyMap<string, string>): Field {
  const target = fieldTypes.get(field.type)?.reference?.(field.options).collectionId ?? ''
  const collectionId = aliases.get(target) ?? target
  return collectionId === target ? field : { ...field, options: { ...field.options, collectionId } }
}

function futureCatalog(
  before: Catalog,
  items: readonly ImportItem[],
  deleted: readonly Collection[],
): Catalog {
  const kept = before.all.filter((collection) => !deleted.includes(collection))
  let catalog = makeCatalog(before.version, kept)
  for (const { stored, next } of items)
    catalog = makeCatalog(before.version, replaceCollection(catalog, stored, next))
  return catalog
}
