import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { tryOutData } from '../../server/app.ts'
import { openLog } from '../../server/base/log.ts'
import { backupLockOf } from '../../server/ops/backups/desk.ts'
import { restoreArchive } from '../../server/ops/backups/restore-archive.ts'
import { takeFileLock } from '../../server/storage/file-lock.ts'
import { snapshotDatabase } from '../../server/storage/snapshot.ts'
import { auditBank, type Bank, type Customers, openBank, send, startCustomers } from './bank.ts'
import { startServer } from './server-process.ts'

/** One way to copy the data of a server under load, and whether it has to be good. */
export interface BackupTrial {
  readonly name: string
  /** A control has a planted fault, which has to be found. */
  readonly isControl: boolean
  /** Copies the data of a running server into an empty folder. */
  copy(from: Running, into: string): Promise<void>
}

interface Running {
  readonly dir: string
  readonly bank: Bank
  readonly round: number
}

/** What a loop has found. */
export interface BackupResult {
  readonly rounds: number
  /** Rounds whose copy was not what it had to be, with what was wrong with the first of them. */
  readonly faulty: number
  readonly fault: string | undefined
  /** Acknowledged writes a second, while copies were made. */
  readonly writesPerSecond: number
  /** The longest that a copy took, with its restore, in ms. */
  readonly slowestMs: number
}

export interface BackupLoopOptions {
  readonly rounds: number
  readonly movers?: number
  readonly writers?: number
  /** Writes a second, at most. */
  readonly rate?: number
  readonly report?: (line: string) => void
}

export const backupTrials: readonly BackupTrial[] = [
  {
    name: 'backup under load',
    isControl: false,
    async copy({ dir, bank, round }, into) {
      const name = `round-${round}.zip`
      await send(bank.url, 'POST', '/api/backups', { name }, bank.token)
      await restore(join(dir, 'backups', name), into)
      await send(bank.url, 'DELETE', `/api/backups/${name}`, undefined, bank.token)
    },
  },
  {
    name: 'backup under load, control: data.db is copied without its WAL',
    isControl: true,
    copy: ({ dir }, into) =>
      whileHeld(dir, async () => {
        copyFileSync(join(dir, 'data.db'), join(into, 'data.db'))
        await cp(join(dir, 'storage'), join(into, 'storage'), { recursive: true })
      }),
  },
  {
    name: 'a slow copy while files of records are held',
    isControl: false,
    copy: ({ dir }, into) => whileHeld(dir, () => copySlowly(dir, into)),
  },
  {
    name: 'a slow copy, control: files of records are not held',
    isControl: true,
    copy: ({ dir }, into) => copySlowly(dir, into),
  },
]

/** As a backup holds them, in whatever process it is made. */
async function whileHeld(dir: string, copy: () => Promise<void>): Promise<void> {
  const lock = takeFileLock(backupLockOf(dir))
  if (!lock) throw new Error('files of records are held by somebody else')
  try {
    await copy()
  } finally {
    lock.release()
  }
}

/** The time that a large folder takes. */
const SLOW_MS = 1000

/** Copies the database at one moment, and the files that it names at a later one. */
async function copySlowly(dir: string, into: string): Promise<void> {
  snapshotDatabase(join(dir, 'data.db'), join(into, 'data.db'))
  await sleep(SLOW_MS)
  // Not cpSync: a file that goes meanwhile aborts the process there (Node 24), here it is an error.
  await cp(join(dir, 'storage'), join(into, 'storage'), { recursive: true })
}

/** Restore an archive into an empty folder, as a server does. */
async function restore(path: string, dir: string): Promise<void> {
  mkdirSync(join(dir, 'tmp'))
  await restoreArchive({
    dir,
    path,
    scratch: 'restore',
    rebirth: {
      tryOut: (folder) => tryOutData({ dir: folder, durability: 'full', logLevel: 'silent' }),
      reopen: ({ swap }) => Promise.resolve(swap()),
      log: openLog('silent'),
    },
    tell: () => undefined,
    signal: new AbortController().signal,
  })
}

/**
 * Round after round: copy the data of a server while customers write, restore the copy elsewhere, and look whether it is
 * a state that the bank was in after everything that was acknowledged before the copy began (`reliability.md` §2.3).
 *
 * @example const { faulty } = await runBackupLoop(trial, { rounds: 100 })
 */
export async function runBackupLoop(
  trial: BackupTrial,
  { rounds, movers = 24, writers = 4, rate = 1000, report }: BackupLoopOptions,
): Promise<BackupResult> {
  const folder = mkdtempSync(join(tmpdir(), 'dapur-backups-'))
  const dir = join(folder, 'data')
  const server = await startServer({ dir })
  try {
    const bank = await openBank(server.url)
    const customers = startCustomers(bank, { movers, writers, rate })
    const began = performance.now()
    const faults: string[] = []
    let [slowestMs, made] = [0, 0]
    // A control is over when it was found, and has some more rounds for that.
    const most = trial.isControl ? rounds + 20 : rounds
    while (made < most && !(trial.isControl && faults.length > 0)) {
      const round = ++made
      const start = performance.now()
      const found = await oneRound(trial, { dir, bank, round }, { folder, customers })
      slowestMs = Math.max(slowestMs, performance.now() - start)
      if (found.length > 0) faults.push(found.join('; '))
      report?.(`round ${round}: ${found.length > 0 ? found.join('; ') : 'all is well'}`)
    }
    const seconds = (performance.now() - began) / 1000
    await customers.stop()
    const writesPerSecond = Math.round(customers.written() / seconds)
    return {
      rounds: made,
      faulty: faults.length,
      fault: faults[0],
      writesPerSecond,
      slowestMs: Math.round(slowestMs),
    }
  } finally {
    await server.kill()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function oneRound(
  trial: BackupTrial,
  running: Running,
  { folder, customers }: { readonly folder: string; readonly customers: Customers },
): Promise<string[]> {
  const into = join(folder, `copy-${running.round}`)
  mkdirSync(into)
  // What was acknowledged a moment ago has to be in the copy.
  await customers.next()
  const kept = customers.kept()
  try {
    await trial.copy(running, into)
    const still = new Set(customers.kept())
    return auditBank(
      into,
      kept.filter((id) => still.has(id)),
    )
  } catch (error) {
    if (!trial.isControl) throw error
    return [error instanceof Error ? error.message : String(error)]
  } finally {
    rmSync(into, { recursive: true, force: true })
  }
}

/** What is wrong with a result; undefined when it is as it has to be. */
export function findBackupFault(
  { isControl }: BackupTrial,
  { faulty, fault }: BackupResult,
): string | undefined {
  if (isControl) return faulty > 0 ? undefined : 'the control found nothing, so the loop can find nothing'
  return fault
}
