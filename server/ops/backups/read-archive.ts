import { createWriteStream } from 'node:fs'
import { mkdir, statfs } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Entry } from 'yauzl'
import { openSnapshot, type Snapshot } from '../../storage/snapshot.ts'
import { type Archive, openArchive } from './archive.ts'
import { ArchiveRefusal } from './archive-refusal.ts'
import { Digest } from './digest.ts'
import { FORMAT, MANIFEST, type Manifest, type ManifestEntry, manifestSchema } from './manifest.ts'
import { namedFiles } from './named-files.ts'
import type { Tell } from './progress.ts'
import { syncTree } from './sync-tree.ts'

/** What is to be read. */
export interface ReadOrder {
  readonly path: string
  /** An empty folder. Its databases are unpacked there in any case: they have to be opened. */
  readonly into: string
  /** `verify` lets go of the files of records once they were found right; `unpack` keeps them, durably. */
  readonly purpose: 'verify' | 'unpack'
}

const MOST_MANIFEST = 256 * 1024 * 1024
const DATABASES = new Set(['data.db', 'auxiliary.db'])

/**
 * Read an archive from its first byte to its last, and hold it against its manifest: every entry is there with its
 * hash, and no other; its databases are whole; every file that a record names is there.
 *
 * Errors: `ArchiveRefusal` with what is wrong; those of the file system.
 *
 * @example await readArchive({ path, into, purpose: 'verify' }, tell)
 */
export async function readArchive(order: ReadOrder, tell: Tell): Promise<Manifest> {
  const archive = await openArchive(order.path)
  try {
    const manifest = await readManifest(archive)
    checkEntries(archive, manifest)
    if (order.purpose === 'unpack') await checkRoom(order, manifest)
    for (const [at, said] of manifest.entries.entries()) {
      tell({ phase: order.purpose, done: at, total: manifest.entries.length })
      await readEntry(archive, order, said)
    }
    if (order.purpose === 'unpack') await mkdir(join(order.into, 'storage'), { recursive: true, mode: 0o700 })
    checkDatabases(order.into, manifest)
    if (order.purpose === 'unpack') await syncTree(order.into)
    return manifest
  } finally {
    archive.close()
  }
}

async function readManifest(archive: Archive): Promise<Manifest> {
  const entry = archive.entries.get(MANIFEST)
  if (!entry) throw new ArchiveRefusal(foreign(archive))
  if (entry.uncompressedSize > MOST_MANIFEST) throw new ArchiveRefusal('The manifest is too large.')
  const content = await contentOf(archive, entry)
  const parsed = manifestSchema.safeParse(content)
  if (parsed.success) return parsed.data
  const { format } = Object(content)
  throw new ArchiveRefusal(
    typeof format === 'number' && format !== FORMAT
      ? `The archive has the format ${format}, and this version of Dapur reads ${FORMAT}.`
      : 'The manifest of the archive makes no sense.',
  )
}

async function contentOf(archive: Archive, entry: Entry): Promise<unknown> {
  try {
    return JSON.parse((await buffer(await archive.read(entry))).toString())
  } catch (error) {
    throw new ArchiveRefusal('The manifest of the archive cannot be read.', { cause: error })
  }
}

function foreign(archive: Archive): string {
  const isDataDir = archive.entries.has('data.db')
  const hint = isDataDir
    ? ' It may be a backup of PocketBase: unpack it, and move it with "dapur import pocketbase <folder>".'
    : ''
  return `The archive is no backup of Dapur: there is no ${MANIFEST} in it.${hint}`
}

function checkEntries({ entries }: Archive, manifest: Manifest): void {
  const said = new Set(manifest.entries.map(({ name }) => name))
  if (said.size !== manifest.entries.length) throw new ArchiveRefusal('The manifest lists an entry twice.')
  if (!said.has('data.db')) throw new ArchiveRefusal('There is no data.db in the archive.')
  for (const { name, size } of manifest.entries) {
    if (!DATABASES.has(name) && !name.startsWith('storage/'))
      throw new ArchiveRefusal(`"${name}" is no part of a backup.`)
    if (entries.get(name)?.uncompressedSize !== size)
      throw new ArchiveRefusal(`"${name}" is missing in the archive, or has another size.`)
  }
  for (const name of entries.keys())
    if (name !== MANIFEST && !said.has(name))
      throw new ArchiveRefusal(`"${name}" is in the archive, and not in its manifest.`)
}

/** So much is left on the disk for those who write meanwhile. */
const SPARE = 16 * 1024 * 1024

/** Said before anything is unpacked, and before a disk is full that others write to. */
async function checkRoom({ into }: ReadOrder, { entries }: Manifest): Promise<void> {
  const needed = entries.reduce((sum, { size }) => sum + size, 0)
  const { bavail, bsize } = await statfs(into)
  if (needed + SPARE > bavail * bsize)
    throw new ArchiveRefusal(`There is no room to unpack it: ${needed} bytes are needed in ${into}.`)
}

async function readEntry(archive: Archive, { into, purpose }: ReadOrder, said: ManifestEntry): Promise<void> {
  const entry = archive.entries.get(said.name)
  if (!entry) throw new ArchiveRefusal(`"${said.name}" is missing in the archive.`)
  const digest = new Digest()
  const isKept = purpose === 'unpack' || DATABASES.has(said.name)
  const sink = isKept ? await fileAt(join(into, said.name)) : nowhere()
  try {
    await pipeline(await archive.read(entry), digest, sink)
  } catch (error) {
    if (isOfDisk(error)) throw error
    throw new ArchiveRefusal(`"${said.name}" is damaged in the archive.`, { cause: error })
  }
  if (digest.sha256() !== said.sha256)
    throw new ArchiveRefusal(`"${said.name}" is not what it was when the backup was made.`)
}

/** A name that the file system takes for one that is there already is refused by it. */
async function fileAt(path: string): Promise<Writable> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  return createWriteStream(path, { flags: 'wx', mode: 0o600 })
}

function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() })
}

function isOfDisk(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}

function checkDatabases(folder: string, manifest: Manifest): void {
  const names = new Set(manifest.entries.map(({ name }) => name))
  for (const name of DATABASES) if (names.has(name)) checkDatabase(join(folder, name), manifest, names)
}

function checkDatabase(path: string, manifest: Manifest, names: ReadonlySet<string>): void {
  try {
    const snapshot = openSnapshot(path)
    try {
      const found = snapshot.integrity()
      if (found !== 'ok') throw new ArchiveRefusal(`${basename(path)} is damaged: ${found}.`)
      if (basename(path) === 'data.db') checkRecords(snapshot, manifest, names)
    } finally {
      snapshot.close()
    }
  } catch (error) {
    if (error instanceof ArchiveRefusal) throw error
    const why = error instanceof Error ? error.message : String(error)
    throw new ArchiveRefusal(`${basename(path)} cannot be read: ${why}.`, { cause: error })
  }
}

function checkRecords(snapshot: Snapshot, { files, missing }: Manifest, names: ReadonlySet<string>): void {
  if (!snapshot.hasTable('_dapur_migrations')) throw new ArchiveRefusal('data.db is none of Dapur.')
  const known = new Set(missing)
  for (const key of files === 'disk' ? namedFiles(snapshot) : [])
    if (!names.has(`storage/${key}`) && !known.has(key))
      throw new ArchiveRefusal(`The file ${key}, which a record names, is missing in the archive.`)
}
