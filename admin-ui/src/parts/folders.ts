import type { CollectionJson } from '@dapur/sdk'

/** Collections whose names begin with the same word. */
export interface Folder {
  /** The word, with the `_` behind it; '' for those that stand alone. */
  prefix: string
  collections: CollectionJson[]
}

/** How many it takes to make a folder. */
const FEWEST = 3

/**
 * Puts collections with the same prefix into folders; a prefix of one or two makes none.
 *
 * @example foldersOf(collections).map(({ prefix }) => prefix) // ['', 'shop_']
 */
export function foldersOf(collections: readonly CollectionJson[]): Folder[] {
  const byPrefix = new Map<string, CollectionJson[]>()
  for (const collection of collections) {
    const prefix = /^[^_]+_(?=.)/.exec(collection.name)?.[0] ?? ''
    byPrefix.set(prefix, [...(byPrefix.get(prefix) ?? []), collection])
  }
  const isFolder = ([prefix, members]: [string, CollectionJson[]]): boolean =>
    prefix !== '' && members.length >= FEWEST
  const folders = [...byPrefix].filter(isFolder)
  const inFolder = new Set(folders.flatMap(([, members]) => members))
  return [
    { prefix: '', collections: collections.filter((collection) => !inFolder.has(collection)) },
    ...folders.map(([prefix, members]) => ({ prefix, collections: members })),
  ]
}
