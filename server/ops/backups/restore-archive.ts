import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { swapData, undoSwap } from '../../storage/data-swap.ts'
import type { ArchiveSummary } from './archive-work.ts'
import type { Rebirth } from './backup-house.ts'
import type { Tell } from './progress.ts'
import { removeScratch } from '../../base/remove-scratch.ts'
import { runArchiveWork } from './run-archive-work.ts'

/** What is to be restored, and where. */
export interface Restoring {
  /** The data directory. */
  readonly dir: string
  /** The archive. */
  readonly path: string
  /** A name of a folder under `tmp/`, for both data while they are exchanged. */
  readonly scratch: string
  readonly rebirth: Rebirth
  readonly tell: Tell
  readonly signal: AbortSignal
}

/**
 * Put the data of an archive in the place of those of a directory. They are unpacked beside them, held against the
 * manifest, opened and brought up to date there; then the house is closed, the two are exchanged in one step, and it is
 * opened again. Whenever the process ends, the directory holds wholly the old data or wholly the new.
 *
 * Errors: `ArchiveRefusal` and plain ones; nothing has changed then.
 */
export async function restoreArchive(restoring: Restoring): Promise<ArchiveSummary> {
  const { dir, path, scratch, rebirth, tell, signal } = restoring
  const folder = join('tmp', scratch)
  const [incoming, outgoing] = [join(folder, 'new'), join(folder, 'old')]
  try {
    await mkdir(join(dir, incoming), { recursive: true, mode: 0o700 })
    const summary = await runArchiveWork(
      { kind: 'read', path, into: join(dir, incoming), purpose: 'unpack' },
      { tell, signal },
    )
    await rebirth.tryOut(join(dir, incoming))
    tell({ phase: 'exchange', done: 0, total: 1 })
    await rebirth.reopen({
      swap: () => swapData(dir, { incoming, outgoing }),
      revert: () => undoSwap(dir, { incoming, outgoing }),
    })
    return summary
  } finally {
    await removeScratch(join(dir, folder), rebirth.log)
  }
}
