import { rm } from 'node:fs/promises'
import type { Log } from '../../base/log.ts'

/**
 * Remove what is of no use any more. That it could not be is no reason to call what was done a failure: the folder is
 * emptied at the next start.
 */
export async function removeScratch(path: string, log: Log): Promise<void> {
  try {
    await rm(path, { recursive: true, force: true })
  } catch (error) {
    log.warn({ err: error, path }, 'what a backup or restore left behind could not be removed')
  }
}
