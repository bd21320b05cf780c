import type { FileStore } from './file-store.ts'
import type { S3Options } from './s3-client.ts'
import { s3Store } from './s3.ts'

/**
 * The store that the settings choose at the moment of each call: the disk, or a bucket. Files do not move by
 * themselves when the choice changes (contract services.md §4.3).
 *
 * @param s3 the bucket, or undefined while files are to be on the disk; another object means another bucket
 * @example const files = liveStore(diskStore(folder), () => (settings.s3.enabled ? settings.s3 : undefined))
 */
export function liveStore(disk: FileStore, s3: () => S3Options | undefined): FileStore {
  let known: { readonly options: S3Options; readonly store: FileStore } | undefined
  const store = (): FileStore => {
    const options = s3()
    if (!options) return disk
    if (known?.options !== options) known = { options, store: s3Store(options) }
    return known.store
  }
  return {
    get name() {
      return store().name
    },
    put: (key, path, attributes) => store().put(key, path, attributes),
    stat: (key) => store().stat(key),
    read: (key, range) => store().read(key, range),
    list: (prefix) => store().list(prefix),
    remove: (key) => store().remove(key),
    removeAll: (prefix) => store().removeAll(prefix),
  }
}
