import { open } from 'node:fs/promises'

/**
 * Make a file durable, or a folder: the names in it are durable when it is. On Linux a descriptor that only reads is
 * enough to flush what others wrote (fsync(2)).
 *
 * @example await syncPath('backups/monday.zip'); await syncPath('backups')
 */
export async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
