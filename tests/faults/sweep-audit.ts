import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { verifyArchive } from '../../server/ops/backups/verify-archive.ts'
import type { SweepJournal } from './sweep-stage.ts'
import { digestOf } from './writers.ts'

interface Paper {
  readonly id: string
  readonly digest: string
  readonly text: string
  readonly file: string
}

/**
 * What is wrong with the data of a stage; empty when all is well. The server may run.
 *
 * @example auditData('/tmp/data', journal) // ['1 of 30 acknowledged papers is gone']
 */
export function auditData(dir: string, journal: SweepJournal): string[] {
  const faults = ['data.db', 'auxiliary.db'].flatMap((name) => checkDatabase(join(dir, name)))
  const db = new Database(join(dir, 'data.db'), { readonly: true, fileMustExist: true })
  try {
    return [...faults, ...auditPapers(db, dir, journal), ...auditShape(db)]
  } finally {
    db.close()
  }
}

function checkDatabase(path: string): string[] {
  const db = new Database(path, { readonly: true, fileMustExist: true })
  try {
    const integrity = db.prepare<[], string>('PRAGMA integrity_check').pluck().all().join('; ')
    const foreign = db.prepare('PRAGMA foreign_key_check').all().length
    return [
      ...(integrity === 'ok' ? [] : [`integrity_check of ${path}: ${integrity}`]),
      ...(foreign === 0 ? [] : [`${foreign} foreign keys of ${path} lead nowhere`]),
    ]
  } finally {
    db.close()
  }
}

function auditPapers(db: Database.Database, dir: string, { kept, groups }: SweepJournal): string[] {
  const papers = db.prepare<[], Paper>('SELECT id, digest, text, file FROM papers').all()
  const there = new Map(papers.map((paper) => [paper.id, paper.digest]))
  const lost = [...kept].filter(([id, digest]) => there.get(id) !== digest).map(([id]) => id)
  const folder = join(dir, 'storage', idOfPapers(db))
  const torn = papers.filter((paper) => !isWhole(folder, paper)).map(({ id }) => id)
  const parted = groups.filter((group) => {
    const present = group.filter((id) => there.has(id)).length
    return present !== 0 && present !== group.length
  })
  return [
    ...(lost.length > 0 ? [`${lost.length} of ${kept.size} acknowledged papers are gone: ${lost[0]}`] : []),
    ...(torn.length > 0 ? [`${torn.length} papers are torn, or without their file: ${torn[0]}`] : []),
    ...(parted.length > 0 ? [`of ${parted.length} batches there is a part`] : []),
  ]
}

function isWhole(folder: string, { id, digest, text, file }: Paper): boolean {
  if (file === '') return digestOf(text) === digest
  const path = join(folder, id, file)
  return existsSync(path) && digestOf(readFileSync(path).toString('latin1')) === digest
}

function idOfPapers(db: Database.Database): string {
  return db.prepare<[], string>(`SELECT id FROM _collections WHERE name = 'papers'`).pluck().get() ?? ''
}

/** The definition that is stored is that of the table that is there. */
function auditShape(db: Database.Database): string[] {
  const stored = db
    .prepare<[], { fields: string; indexes: string }>(
      `SELECT fields, indexes FROM _collections WHERE name = 'papers'`,
    )
    .get()
  const fields: { name: string }[] = JSON.parse(stored?.fields ?? '[]')
  const columns = db.prepare<[], { name: string }>('PRAGMA table_info(papers)').all()
  const indexes: string[] = JSON.parse(stored?.indexes ?? '[]')
  const built = db.prepare(`SELECT name FROM sqlite_schema WHERE name = 'idx_extra'`).all()
  const names = (some: readonly { name: string }[]): string =>
    some
      .map(({ name }) => name)
      .toSorted()
      .join()
  return [
    ...(names(fields) === names(columns) ? [] : [`fields ${names(fields)}, columns ${names(columns)}`]),
    ...(indexes.length === built.length ? [] : [`${indexes.length} indexes stored, ${built.length} built`]),
  ]
}

/**
 * Files that no record names, by their path in the storage. There are some until the sweep after a start is done.
 *
 * @example orphansOf('/tmp/data') // ['pbc_1/abc/paper_x.bin']
 */
export function orphansOf(dir: string): string[] {
  const db = new Database(join(dir, 'data.db'), { readonly: true, fileMustExist: true })
  try {
    const id = idOfPapers(db)
    const papers = db.prepare<[], Paper>(`SELECT id, file FROM papers WHERE file <> ''`).all()
    const named = new Set(
      papers.flatMap((paper) => [`${paper.id}/${paper.file}`, `${paper.id}/${paper.file}.attrs`]),
    )
    const folder = join(dir, 'storage', id)
    return filesIn(folder).filter((path) => !named.has(path))
  } finally {
    db.close()
  }
}

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true, recursive: true }).flatMap((entry) =>
    entry.isFile() ? [join(entry.parentPath, entry.name).slice(folder.length + 1)] : [],
  )
}

const verified = new Set<string>()

/**
 * What is wrong with the backups that are shown: each has to be whole, and each that was acknowledged has to be there.
 *
 * @param shown the keys that `GET /api/backups` answers
 */
export async function auditBackups(
  dir: string,
  { backups }: SweepJournal,
  shown: readonly string[],
): Promise<string[]> {
  const faults = [...backups].filter((name) => !shown.includes(name)).map((name) => `backup ${name} is gone`)
  for (const name of shown) {
    const path = join(dir, 'backups', name)
    if (verified.has(path)) continue
    const signal = AbortSignal.timeout(20_000)
    try {
      await verifyArchive({ path, folder: tmpdir(), tell: () => undefined, signal })
      verified.add(path)
    } catch (error) {
      faults.push(`backup ${name}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return faults
}
