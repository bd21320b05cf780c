import type { FileAttributes } from '../files/file-store.ts'
import { type ArrivedFile, readUpload, type Upload } from '../files/upload.ts'
import type { House } from './house.ts'
import type { Ask } from './request.ts'
import type { Shelf } from './uploads.ts'

/**
 * Do something with files that came with a request; the writes inside find them in `ask.uploads`. The files themselves
 * are copied and stay the caller's.
 *
 * @example await withUploads(house, ask, files, (ask) => createRecord(house, ask, 'posts', values))
 */
export async function withUploads<T>(
  house: House,
  ask: Ask,
  files: readonly ArrivedFile[],
  use: (ask: Ask) => Promise<T>,
): Promise<T> {
  if (files.length === 0) return use(ask)
  const byName = new Map<string, Upload>()
  for (const file of files) {
    const upload = await readUpload(file)
    byName.set(upload.name, upload)
  }
  const shelf = openShelf(house)
  try {
    return await use({ ...ask, uploads: { byName, shelf } })
  } finally {
    await shelf.close()
  }
}

interface OpenShelf extends Shelf {
  /** Remove what no write has taken. */
  close(): Promise<void>
}

function openShelf({ files, arriving, log, storage }: House): OpenShelf {
  const waiting = new Set<string>()
  let isClosed = false

  async function remove(key: string): Promise<void> {
    // Its COMMIT may be found in the log at the next start, and then the record is there: the sweep after it knows.
    if (storage.condition.isBroken) return
    try {
      await files.remove(key)
    } catch (error) {
      // The answer of the request is not changed by it; a sweep finds the file later.
      log.warn({ err: error, key }, 'a file that nothing names could not be removed yet')
    }
    arriving.delete(key)
  }

  return {
    async put(key, upload) {
      if (waiting.has(key)) return
      // Before anything is there: a sweep must not take it for an orphan.
      arriving.add(key)
      waiting.add(key)
      await files.put(key, upload.path, attributesOf(upload))
    },
    take(tx, key) {
      waiting.delete(key)
      tx.onCommit(() => arriving.delete(key))
      tx.onRollback(() => {
        // The write may begin again, and look for it.
        if (isClosed) void remove(key)
        else waiting.add(key)
      })
    },
    async close() {
      isClosed = true
      for (const key of waiting) await remove(key)
    },
  }
}

function attributesOf({ type, originalName, md5 }: Upload): FileAttributes {
  return { contentType: type, originalName, md5 }
}
