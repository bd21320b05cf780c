import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { syncPath } from '../../files/sync-path.ts'

/** So many are synced at once: a disk does several in the time of one. */
const AT_ONCE = 16

/** Make everything in a folder durable: its files, and the folders that name them. */
export async function syncTree(folder: string): Promise<void> {
  let waiting: Promise<void>[] = []
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      await syncTree(path)
      continue
    }
    waiting.push(syncPath(path))
    if (waiting.length < AT_ONCE) continue
    await Promise.all(waiting)
    waiting = []
  }
  await Promise.all(waiting)
  await syncPath(folder)
}
