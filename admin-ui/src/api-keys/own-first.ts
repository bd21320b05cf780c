import type { CollectionJson } from '@dapur/sdk'

/** The collections of the app before the system's own, which are seldom meant. */
export function ownFirst(collections: readonly CollectionJson[]): CollectionJson[] {
  return collections.toSorted((one, other) => Number(isSystem(one)) - Number(isSystem(other)))
}

function isSystem({ name }: CollectionJson): boolean {
  return name.startsWith('_')
}
