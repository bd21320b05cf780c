import { chmod, copyFile, lstat, mkdir, opendir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isMissing } from '../files/disk-error.ts'
import { syncPath } from '../files/sync-path.ts'
import { addNote, type FilesReport } from './import-report.ts'

/** The files of one record, by the names in its cells. */
export interface FilesOf {
  readonly collectionId: string
  readonly recordId: string
  readonly names: ReadonlySet<string>
}

/** Copies uploaded files into the same layout (contract data.md §7.7). */
export interface FileCopier {
  copy(records: readonly FilesOf[]): Promise<void>
  /** Look at what the source has beside the files that were copied. */
  finish(): Promise<FilesReport>
}

/** So many are copied at once. */
const AT_ONCE = 8

/**
 * Copy from `from` to `to` (both a folder `storage`), or only look when `to` is undefined. What is copied is durable
 * when `copy` answers. Files that are not there are noted; one that cannot be read is an error of the file system.
 */
export function fileCopier(from: string, to: string | undefined): FileCopier {
  const counts = { copied: 0, bytes: 0, missing: 0, withoutAttributes: 0 }
  const notes: string[] = []

  async function copyOne(path: readonly string[]): Promise<void> {
    const size = path.every(isPlainName) ? await sizeOf(join(from, ...path)) : undefined
    if (size === undefined) {
      counts.missing++
      addNote(notes, path.join('/'))
      return
    }
    counts.copied++
    counts.bytes += size
    const attributes = [...path.slice(0, -1), `${path.at(-1)}.attrs`]
    const hasAttributes = (await sizeOf(join(from, ...attributes))) !== undefined
    if (!hasAttributes) counts.withoutAttributes++
    if (to === undefined) return
    await mkdir(join(to, ...path.slice(0, -1)), { recursive: true, mode: 0o700 })
    await copyDurably(join(from, ...path), join(to, ...path))
    if (hasAttributes) await copyDurably(join(from, ...attributes), join(to, ...attributes))
  }
  return {
    async copy(records) {
      const paths = records.flatMap(({ collectionId, recordId, names }) =>
        [...names].map((name) => [collectionId, recordId, name]),
      )
      for (let i = 0; i < paths.length; i += AT_ONCE)
        await Promise.all(paths.slice(i, i + AT_ONCE).map(copyOne))
    },
    async finish() {
      const { originals, thumbs } = await countFiles(from)
      return { ...counts, unreferenced: Math.max(0, originals - counts.copied), thumbs, notes }
    },
  }
}

/** Cells and ids of another database must not lead out of its folder. */
function isPlainName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !/[/\\\0]/.test(name)
}

/** Undefined for what is no file of its own: links lead elsewhere, and what is read here may be shown to everyone. */
async function sizeOf(path: string): Promise<number | undefined> {
  try {
    const found = await lstat(path)
    return found.isFile() ? found.size : undefined
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

async function copyDurably(from: string, to: string): Promise<void> {
  await copyFile(from, to)
  // The copy has the mode of the source, which may not be ours to write.
  await chmod(to, 0o600)
  await syncPath(to)
}

interface Counted {
  originals: number
  thumbs: number
}

/** What lies in `storage/<collection>/<record>/`. */
async function countFiles(storage: string): Promise<Counted> {
  const counted: Counted = { originals: 0, thumbs: 0 }
  for await (const collection of foldersIn(storage)) {
    for await (const record of foldersIn(collection)) await countRecord(record, counted)
  }
  return counted
}

async function countRecord(folder: string, counted: Counted): Promise<void> {
  for await (const entry of await opendir(folder)) {
    if (entry.isFile() && !entry.name.endsWith('.attrs')) counted.originals++
    if (!entry.isDirectory() || !entry.name.startsWith('thumbs_')) continue
    for await (const thumb of await opendir(join(folder, entry.name)))
      if (!thumb.name.endsWith('.attrs')) counted.thumbs++
  }
}

async function* foldersIn(folder: string): AsyncGenerator<string> {
  if (!(await isFolder(folder))) return
  for await (const entry of await opendir(folder)) if (entry.isDirectory()) yield join(folder, entry.name)
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}
