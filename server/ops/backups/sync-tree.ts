import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'

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
    waiting.push(sync(path))
    if (waiting.length < AT_ONCE) continue
    await Promise.all(waiting)
    waiting = []
  }
  await Promise.all(waiting)
  await sync(folder)
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}
