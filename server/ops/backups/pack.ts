import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { isMissing } from '../../files/disk-error.ts'
import { syncPath } from '../../files/sync-path.ts'
import { openSnapshot, snapshotDatabase } from '../../storage/snapshot.ts'
import { Digest } from './digest.ts'
import { FORMAT, MANIFEST, type Manifest, type ManifestEntry } from './manifest.ts'
import { namedFiles } from './named-files.ts'
import type { Tell } from './progress.ts'

/** What is to be packed. */
export interface PackOrder {
  /** The data directory; nothing removes files of its records meanwhile. */
  readonly dir: string
  /** An empty folder on the same volume, for the copies of the databases. */
  readonly scratch: string
  /** The archive. */
  readonly target: string
  readonly created: string
  readonly files: Manifest['files']
}

const databases = ['data.db', 'auxiliary.db']

/**
 * Write an archive: the database as it is at one commit, and every file that its records name at that commit, in the
 * layout of a data directory; a manifest at its end. Durable when this returns, and not verified yet.
 *
 * Errors: those of SQLite and of the file system.
 */
export async function packArchive(order: PackOrder, tell: Tell): Promise<Manifest> {
  tell({ phase: 'snapshot', done: 0, total: 1 })
  for (const name of databases)
    if (existsSync(join(order.dir, name))) snapshotDatabase(join(order.dir, name), join(order.scratch, name))
  const zip = new ZipFile()
  const failed = new Promise<never>((_, reject) => zip.on('error', reject))
  const written = pipeline(zip.outputStream, createWriteStream(order.target, { flags: 'wx', mode: 0o600 }))
  const manifest = await Promise.race([fill(zip, order, tell), failed, written.then(brokeOff)])
  zip.addBuffer(Buffer.from(JSON.stringify(manifest, null, 1)), MANIFEST, { mode: FILE_MODE })
  zip.end()
  await Promise.race([written, failed])
  await syncPath(order.target)
  return manifest
}

const FILE_MODE = 0o100_600

function brokeOff(): never {
  throw new Error('the archive ended before it was whole')
}

async function fill(zip: ZipFile, order: PackOrder, tell: Tell): Promise<Manifest> {
  const entries: ManifestEntry[] = []
  const missing: string[] = []
  for (const name of databases) {
    const entry = await add(zip, { name, path: join(order.scratch, name), compress: true })
    if (entry) entries.push(entry)
  }
  const snapshot = openSnapshot(join(order.scratch, 'data.db'))
  try {
    let done = 0
    for (const key of order.files === 'disk' ? namedFiles(snapshot) : []) {
      const found = await addFile(zip, order.dir, key)
      if (found.length === 0) missing.push(key)
      entries.push(...found)
      tell({ phase: 'files', done: ++done, total: undefined })
    }
    const migrations = [...snapshot.rows('SELECT name FROM _dapur_migrations ORDER BY name')]
    const [[sqlite] = []] = [...snapshot.rows('SELECT sqlite_version()')]
    return {
      format: FORMAT,
      created: order.created,
      versions: {
        sqlite: String(sqlite),
        node: process.versions.node,
        migrations: migrations.map(([name]) => String(name)),
      },
      files: order.files,
      entries,
      missing,
    }
  } finally {
    snapshot.close()
  }
}

/** A file and what is known of it; most files are compressed by themselves. */
async function addFile(zip: ZipFile, dir: string, key: string): Promise<ManifestEntry[]> {
  const name = `storage/${key}`
  const path = join(dir, name)
  const file = await add(zip, { name, path, compress: false })
  if (!file) return []
  const sideCar = await add(zip, { name: `${name}.attrs`, path: `${path}.attrs`, compress: false })
  return sideCar ? [file, sideCar] : [file]
}

interface Adding {
  readonly name: string
  readonly path: string
  readonly compress: boolean
}

/** One after the other, so that an archive of a million files needs no more memory than their names. */
async function add(zip: ZipFile, { name, path, compress }: Adding): Promise<ManifestEntry | undefined> {
  const found = await statOf(path)
  if (!found) return undefined
  const { size, mtime } = found
  const digest = new Digest()
  const whole = new Promise<void>((resolve, reject) => {
    digest.once('end', resolve)
    digest.once('error', reject)
  })
  const source = createReadStream(path)
  source.once('error', (error) => digest.destroy(error))
  zip.addReadStream(source.pipe(digest), name, { size, mtime, compress, mode: FILE_MODE })
  await whole
  return { name, size: digest.size, sha256: digest.sha256() }
}

async function statOf(path: string): Promise<{ size: number; mtime: Date } | undefined> {
  try {
    const found = await stat(path)
    return found.isFile() ? found : undefined
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}
