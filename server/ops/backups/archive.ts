import type { Readable } from 'node:stream'
import { stat } from 'node:fs/promises'
import { type Entry, open, type ZipFile } from 'yauzl'
import { ArchiveRefusal } from './archive-refusal.ts'

/** A zip file whose directory was read and found harmless. */
export interface Archive {
  /** By name. Folders are left out. */
  readonly entries: ReadonlyMap<string, Entry>
  /** The content of an entry; ends with an error when it is not as long as the directory says, or damaged. */
  read(entry: Entry): Promise<Readable>
  close(): void
}

const STORED = 0
const DEFLATED = 8
/** File types in the upper half of the attributes that Unix tools write (`S_IFMT`). */
const TYPE_MASK = 0o170_000
const REGULAR = 0o100_000
/** A database of text shrinks to a tenth or so: what grows so many times is made to do harm. */
const MOST_GROWTH = 500
/** Anything up to this size is harmless, however much it grows. */
const HARMLESS = 256 * 1024 * 1024

/**
 * Open a zip file, and look at everything that its directory says before anything is unpacked (`reliability.md` F6): no
 * entry may lead out of its folder, be a link or a device, come twice, overlap with others, or be encrypted, and the
 * whole may not grow without measure.
 *
 * Errors: `ArchiveRefusal`.
 *
 * @example const archive = await openArchive('backups/monday.zip')
 */
export async function openArchive(path: string): Promise<Archive> {
  const size = await sizeOf(path)
  const zip = await openZip(path)
  try {
    const entries = await readDirectory(zip)
    checkSizes([...entries.values()], size)
    return {
      entries,
      read: (entry) => readEntry(zip, entry),
      close: () => zip.close(),
    }
  } catch (error) {
    zip.close()
    throw error
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size
  } catch (error) {
    throw new ArchiveRefusal(`There is no file ${path}.`, { cause: error })
  }
}

function openZip(path: string): Promise<ZipFile> {
  const options = { lazyEntries: true, autoClose: false, strictFileNames: true, validateEntrySizes: true }
  return new Promise((resolve, reject) => {
    open(path, options, (error, zip) => (error ? reject(unreadable(error)) : resolve(zip)))
  })
}

function unreadable(error: unknown): ArchiveRefusal {
  const why = error instanceof Error ? error.message : String(error)
  return new ArchiveRefusal(`The file is no whole zip archive: ${why.replace(/\.+$/, '')}.`, { cause: error })
}

function readDirectory(zip: ZipFile): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>()
  return new Promise((resolve, reject) => {
    zip.on('error', (error) => reject(unreadable(error)))
    zip.on('end', () => resolve(entries))
    zip.on('entry', (entry) => {
      const fault = faultOf(entry, entries)
      if (fault !== undefined)
        return reject(new ArchiveRefusal(`The archive holds "${entry.fileName}", ${fault}.`))
      if (!entry.fileName.endsWith('/')) entries.set(entry.fileName, entry)
      zip.readEntry()
    })
    zip.readEntry()
  })
}

/** Paths were looked at by yauzl: neither absolute ones, nor `..`, nor backslashes come so far. */
function faultOf(entry: Entry, entries: ReadonlyMap<string, Entry>): string | undefined {
  const { fileName, compressionMethod, externalFileAttributes } = entry
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u001f]/.test(fileName)) return 'a name with control characters'
  if (fileName.split('/').includes('.')) return 'a path that is not plain'
  if (entries.has(fileName)) return 'and that twice'
  const type = (externalFileAttributes >>> 16) & TYPE_MASK
  if (type !== 0 && type !== REGULAR && !fileName.endsWith('/')) return 'which is a link or a device'
  if (entry.isEncrypted()) return 'which is encrypted'
  if (compressionMethod !== STORED && compressionMethod !== DEFLATED)
    return 'compressed in a way that is not known'
  return undefined
}

function checkSizes(entries: readonly Entry[], size: number): void {
  let packed = 0
  let whole = 0
  for (const { compressedSize, uncompressedSize } of entries) {
    packed += compressedSize
    whole += uncompressedSize
  }
  if (packed > size) throw new ArchiveRefusal('Entries of the archive overlap.')
  if (whole > HARMLESS && whole > size * MOST_GROWTH)
    throw new ArchiveRefusal(`The archive would grow from ${size} to ${whole} bytes.`)
}

function readEntry(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error ? reject(unreadable(error)) : resolve(stream)))
  })
}
