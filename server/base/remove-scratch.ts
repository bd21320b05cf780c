import { rm } from 'node:fs/promises'
import type { Log } from './log.ts'

/**
 * Remove what lies in `tmp/` and is of no use any more. That it could not be is no reason to call what was done a
 * failure: the folder is emptied at the next start.
 */
export async function removeScratch(path: string, log: Log): Promise<void> {
  try {
    await rm(path, { recursive: true, force: true })
  } catch (error) {
    log.warn({ err: error, path }, 'what is of no use any more could not be removed from tmp/')
  }
}
