import { andThen, type Now } from '../base/now.ts'
import type { Cell, SchemaTransaction, Storage } from '../storage/dialect.ts'
import type { Catalog, CatalogHolder, Collection } from './collection.ts'
import { definitionColumns, fromRow } from './row.ts'

/** Told of a new name inside the change's own transaction: what it writes is undone with the change. */
export type RenameListener = (tx: SchemaTransaction, from: string, to: string) => Promise<void>

/** The catalog of now, and the one place where it becomes another. */
export interface LiveCatalog extends CatalogHolder {
  /** Take over these collections: in the turn of the COMMIT that made them true. */
  swap(collections: readonly Collection[]): void
  /** Who rewrites what mentions a collection by name (contract data.md §2.7: labels of rate limits). */
  readonly renames: Set<RenameListener>
  /** Called when it has become another, in the turn of the COMMIT. Must be quick and must not throw. */
  readonly onChange: Set<() => void>
}

/**
 * Load the definitions of all collections and keep them in memory; they are read again when another process
 * changed them.
 *
 * @example const catalog = await openCatalog(storage); catalog.current.find('posts')
 */
export async function openCatalog(storage: Storage): Promise<LiveCatalog> {
  let current = makeCatalog(1, await readDefinitions(storage, storage.hot))
  const onChange = new Set<() => void>()
  const swap = (collections: readonly Collection[]): void => {
    current = makeCatalog(current.version + 1, collections)
    for (const listen of onChange) listen()
  }
  storage.onForeignChange((what) => {
    if (what === 'catalog') void andThen(readDefinitions(storage, storage.hot), swap)
  })
  return {
    get current() {
      return current
    },
    swap,
    renames: new Set(),
    onChange,
  }
}

/** All definitions, in the order in which the collections were made. */
function readDefinitions(storage: Storage, reader: DefinitionReader): Now<Collection[]> {
  const query = storage.cold
    .selectFrom('_collections')
    .select(definitionColumns)
    .orderBy(storage.sql.insertionOrder('_collections'))
    .compile()
  return andThen(reader.all(query.sql, []), (rows) => rows.map(fromRow))
}

interface DefinitionReader {
  all(sql: string, params: readonly Cell[]): Now<Cell[][]>
}

/**
 * An immutable snapshot. Every collection is a new object, also those that did not change: compiled plans are
 * kept by collection object, and a plan may depend on what another collection looks like.
 */
export function makeCatalog(version: number, collections: readonly Collection[]): Catalog {
  const all = collections.map((collection) => Object.freeze({ ...collection }))
  const ids = new Map(all.map((collection) => [collection.id, collection]))
  const names = new Map(all.map((collection) => [collection.name.toLowerCase(), collection]))
  return {
    version,
    all,
    find: (nameOrId) => ids.get(nameOrId) ?? names.get(nameOrId.toLowerCase()),
    byId: (id) => ids.get(id),
  }
}

/** The same collections with `next` in the place of `stored`, at the end when it is new, or without it. */
export function replaceCollection(
  catalog: Catalog,
  stored: Collection | undefined,
  next: Collection | undefined,
): readonly Collection[] {
  if (!stored) return next ? [...catalog.all, next] : catalog.all
  return catalog.all.flatMap((collection) => (collection.id === stored.id ? (next ?? []) : collection))
}
