import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, rename, rm, rmdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { syncPath } from '../files/sync-path.ts'
import { openDataDir } from '../storage/data-dir.ts'
import { ImportRefusal } from './import-refusal.ts'

/** A place where data is put together, out of sight of the data directory that it is meant for. */
export interface Staging {
  /** For the copy of the source. */
  readonly work: string
  /** Becomes the data directory. */
  readonly dir: string
  /** Move what lies in `dir` to where it belongs; its database has to be closed. */
  publish(): Promise<void>
  /** Undo everything. */
  discard(): Promise<void>
}

/**
 * Take an empty data directory for an import. All is put together in its `tmp/`, which every start wipes, and moved
 * at the end: whenever the process is killed, the directory has no database, or the whole one.
 * Errors: `ImportRefusal` when there is something in it, or it lies in the source; a plain Error when it is in use.
 */
export function stageImport(source: string, target: string): Staging {
  checkTarget(source, target)
  const before = entriesOf(target)
  const dataDir = openDataDir(target)
  const tmp = join(target, 'tmp')
  const dir = join(tmp, 'import')
  return {
    work: join(tmp, 'source'),
    dir,
    async publish() {
      if (existsSync(join(dir, 'data.db-wal'))) throw new Error('the imported database was not closed')
      await rmdir(join(target, 'storage'))
      await rename(join(dir, 'storage'), join(target, 'storage'))
      // The last: from here on the directory has data.
      await rename(join(dir, 'data.db'), join(target, 'data.db'))
      await syncPath(target)
      await rm(join(tmp, 'source'), { recursive: true, force: true })
      await rm(dir, { recursive: true, force: true })
      dataDir.release()
    },
    async discard() {
      dataDir.release()
      await removeAllBut(target, before)
    },
  }
}

/** A place for a dry run, far from the target, of which it only asks whether it would do. */
export async function stageDryRun(source: string, target: string): Promise<Staging> {
  checkTarget(source, target)
  const base = await mkdtemp(join(tmpdir(), 'dapur-import-'))
  const remove = (): Promise<void> => rm(base, { recursive: true, force: true })
  return { work: join(base, 'source'), dir: join(base, 'data'), publish: remove, discard: remove }
}

/** What a data directory without data has in it. */
const skeleton = new Set(['.lock', '.lock-journal', 'tmp', 'ballast', 'lost+found'])
const folders = new Set(['storage', 'backups'])

function checkTarget(source: string, target: string): void {
  const way = relative(resolve(source), resolve(target))
  if (way === '' || (!way.startsWith('..') && way !== resolve(target))) {
    throw new ImportRefusal([
      `"${target}" lies in the source, to which nothing is written: choose another --dir`,
    ])
  }
  const found = (entriesOf(target) ?? []).filter((name) => {
    if (skeleton.has(name)) return false
    return !folders.has(name) || readdirSync(join(target, name)).length > 0
  })
  if (found.length === 0) return
  const what = found.slice(0, 3).join(', ')
  throw new ImportRefusal([
    `"${target}" is not empty (${what}): choose a new folder with --dir, or move its content away`,
  ])
}

/** Undefined for a folder that is not there. */
function entriesOf(dir: string): readonly string[] | undefined {
  return existsSync(dir) ? readdirSync(dir) : undefined
}

async function removeAllBut(dir: string, kept: readonly string[] | undefined): Promise<void> {
  if (!kept) return await rm(dir, { recursive: true, force: true })
  for (const name of readdirSync(dir)) {
    if (!kept.includes(name)) await rm(join(dir, name), { recursive: true, force: true })
  }
  // What was there before is as empty as it was: nothing else passes `checkTarget`.
  for (const name of ['tmp', ...folders]) {
    if (!existsSync(join(dir, name))) continue
    for (const entry of readdirSync(join(dir, name)))
      await rm(join(dir, name, entry), { recursive: true, force: true })
  }
}
