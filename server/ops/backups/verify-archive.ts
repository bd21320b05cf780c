import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ArchiveSummary } from './archive-work.ts'
import type { Tell } from './progress.ts'
import { runArchiveWork } from './run-archive-work.ts'

/** An archive that is to be looked at. */
export interface Verifying {
  readonly path: string
  /** Where there is room for its databases; nothing stays there. */
  readonly folder: string
  readonly tell: Tell
  readonly signal: AbortSignal
}

/**
 * Read an archive whole, and hold it against its manifest, without touching any data.
 *
 * Errors: `ArchiveRefusal` with what is wrong; plain ones of the file system.
 *
 * @example await verifyArchive({ path: 'monday.zip', folder: tmpdir(), tell, signal })
 */
export async function verifyArchive({ path, folder, tell, signal }: Verifying): Promise<ArchiveSummary> {
  const into = await mkdtemp(join(folder, 'verify-'))
  try {
    return await runArchiveWork({ kind: 'read', path, into, purpose: 'verify' }, { tell, signal })
  } finally {
    await rm(into, { recursive: true, force: true })
  }
}
