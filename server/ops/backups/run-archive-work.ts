import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { apiError } from '../../base/error.ts'
import { entryArguments, entryUrl } from '../../storage/entry.ts'
import { ArchiveRefusal } from './archive-refusal.ts'
import type { ArchiveNews, ArchiveSummary, ArchiveWork } from './archive-work.ts'
import type { Tell } from './progress.ts'

interface Running {
  readonly tell: Tell
  /** Ends the work at once; what it has written so far is of no use. */
  readonly signal: AbortSignal
}

/**
 * Make or read an archive in a process of its own.
 *
 * Errors: `ArchiveRefusal` for an archive that is no good, `storage_full` 507, plain ones for the rest and for a work
 * that was ended.
 *
 * @example await runArchiveWork({ kind: 'read', path, into, purpose: 'verify' }, { tell, signal })
 */
export async function runArchiveWork(work: ArchiveWork, { tell, signal }: Running): Promise<ArchiveSummary> {
  signal.throwIfAborted()
  const child = fork(fileURLToPath(entryUrl('backup-child', import.meta.url)), {
    execArgv: entryArguments,
    serialization: 'advanced',
    // It needs none, and secrets may lie there.
    env: {},
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const kill = (): void => void child.kill('SIGKILL')
  signal.addEventListener('abort', kill, { once: true })
  try {
    return await outcomeOf(child, work, tell)
  } catch (error) {
    signal.throwIfAborted()
    throw error
  } finally {
    signal.removeEventListener('abort', kill)
    kill()
  }
}

function outcomeOf(child: ChildProcess, work: ArchiveWork, tell: Tell): Promise<ArchiveSummary> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) =>
      reject(new Error(`the process that does it has ended (${signal ?? code})`)),
    )
    child.on('message', (news: ArchiveNews) => {
      switch (news.kind) {
        case 'progress':
          return tell(news.progress)
        case 'done':
          return resolve(news.summary)
        case 'refused':
          return reject(new ArchiveRefusal(news.message))
        case 'failed':
          return reject(toError(news))
      }
    })
    child.send(work)
  })
}

function toError({ message, code }: { readonly message: string; readonly code: string }): Error {
  const cause = new Error(message)
  const isFull = code === 'ENOSPC' || code === 'EDQUOT' || code.startsWith('SQLITE_FULL')
  return isFull ? apiError('storage_full', {}, { cause }) : cause
}
