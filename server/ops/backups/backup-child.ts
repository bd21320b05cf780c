/**
 * The child process behind `run-archive-work.ts`: does one work and ends. Copying a database, packing and hashing cost
 * seconds of one core, which are not to be those of the server's loop; and a process can be killed, a query cannot.
 */
import { mkdir } from 'node:fs/promises'
import { setPriority } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { entryArguments, entryUrl } from '../../storage/entry.ts'
import { ArchiveRefusal } from './archive-refusal.ts'
import type { ArchiveNews, ArchiveSummary, ArchiveWork } from './archive-work.ts'
import type { Manifest } from './manifest.ts'
import { packArchive } from './pack.ts'
import type { BackupProgress } from './progress.ts'
import { readArchive } from './read-archive.ts'

const NICE = 5
const TELL_EVERY_MS = 100

// Its parent may be killed while a database is copied here; only another thread can see that.
new Worker(entryUrl('watch-worker'), { execArgv: entryArguments, name: 'watch' }).unref()
process.on('disconnect', () => process.exit())
process.once('message', (work: ArchiveWork) => void serve(work))

async function serve(work: ArchiveWork): Promise<void> {
  // The server's own work goes first.
  setPriority(NICE)
  say(await outcomeOf(work))
  process.disconnect()
}

async function outcomeOf(work: ArchiveWork): Promise<ArchiveNews> {
  try {
    return { kind: 'done', summary: summaryOf(await perform(work)) }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    if (error instanceof ArchiveRefusal) return { kind: 'refused', message }
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    return { kind: 'failed', message, code }
  }
}

async function perform(work: ArchiveWork): Promise<Manifest> {
  if (work.kind === 'read') return readArchive(work, tell)
  await packArchive(work, tell)
  const into = join(work.scratch, 'check')
  await mkdir(into, { mode: 0o700 })
  return readArchive({ path: work.target, into, purpose: 'verify' }, tell)
}

function summaryOf({ created, versions, files, entries, missing }: Manifest): ArchiveSummary {
  const bytes = entries.reduce((sum, { size }) => sum + size, 0)
  return { created, versions, files, entries: entries.length, bytes, missing: missing.length }
}

let told = 0

function tell(progress: BackupProgress): void {
  const now = performance.now()
  if (now - told < TELL_EVERY_MS) return
  told = now
  say({ kind: 'progress', progress })
}

function say(news: ArchiveNews): void {
  process.send?.(news)
}
