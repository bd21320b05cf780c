import { randomUUID } from 'node:crypto'
import { constants, type Dirent } from 'node:fs'
import { copyFile, link, mkdir, open, readdir, readFile, rename, rm, rmdir, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { breath } from '../base/breath.ts'
import { readAttributes, writeAttributes } from './attributes.ts'
import { codeOf, isMissing, translate } from './disk-error.ts'
import { contentOf } from './disk-content.ts'
import {
  type FileAttributes,
  type FileStat,
  type FileStore,
  isPlainKey,
  isPlainPrefix,
  type ListedFile,
  UNKNOWN_TYPE,
} from './file-store.ts'
import { syncPath } from './sync-path.ts'

const ATTRIBUTES = '.attrs'

/**
 * Files in a folder, each with a side-car `<name>.attrs` of what is known of it (contract services.md §4.3).
 *
 * A file appears at its place whole or not at all: its bytes are synced first, then it is linked there, then the
 * folder is synced. A crash in between leaves at most a side-car without its file.
 *
 * @example const store = diskStore('./data/storage')
 */
export function diskStore(folder: string): FileStore {
  const root = resolve(folder)
  const placeOf = (key: string): string => join(root, ...key.split('/'))
  const list = (prefix: string): AsyncIterable<ListedFile> =>
    isPlainPrefix(prefix) ? walk(placeOf(prefix), prefix) : nothing()
  return {
    name: 'disk',
    async put(key, path, attributes) {
      if (!isPlainKey(key)) throw new Error(`"${key}" cannot be the key of a file`)
      try {
        await putFile(root, placeOf(key), path, attributes)
      } catch (error) {
        throw translate(error)
      }
    },
    stat: async (key) => (isPlainKey(key) ? statOf(placeOf(key)) : undefined),
    read: async (key, range) => (isPlainKey(key) ? contentOf(placeOf(key), range) : undefined),
    list,
    async remove(key) {
      if (!isPlainKey(key)) return
      const place = placeOf(key)
      await rm(place, { force: true })
      await rm(place + ATTRIBUTES, { force: true })
      await removeEmpty(root, dirname(place))
    },
    async removeAll(prefix) {
      if (!isPlainKey(prefix)) return
      await rm(placeOf(prefix), { recursive: true, force: true })
      await removeEmpty(root, dirname(placeOf(prefix)))
    },
  }
}

async function putFile(root: string, place: string, path: string, attributes: FileAttributes): Promise<void> {
  const folder = dirname(place)
  await breath()
  await syncPath(path)
  for (let tries = 1; ; tries++) {
    try {
      const made = await mkdir(folder, { recursive: true, mode: 0o700 })
      await breath()
      await writeDurably(place + ATTRIBUTES, writeAttributes(attributes))
      await breath()
      await linkOrCopy(path, place)
      await syncPath(folder)
      // New folders are entries of the ones above them.
      if (made !== undefined) for (let at = folder; at !== root; at = dirname(at)) await syncPath(dirname(at))
      return
    } catch (error) {
      // Whoever removed the last file of this record at the same time took the folder along.
      if (!isMissing(error) || tries === 3) throw error
    }
  }
}

/** The file stays where it came from too, so that a write that has to begin again finds it there. */
async function linkOrCopy(path: string, place: string): Promise<void> {
  try {
    await link(path, place)
  } catch (error) {
    const code = codeOf(error)
    if (code === 'EEXIST') return
    // Not every file system has links.
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS' && code !== 'EXDEV' && code !== 'EMLINK')
      throw error
    const beside = `${place}.${randomUUID()}`
    await copyFile(path, beside, constants.COPYFILE_FICLONE)
    await syncPath(beside)
    await rename(beside, place)
  }
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'w', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function statOf(place: string): Promise<FileStat | undefined> {
  try {
    const found = await stat(place)
    if (!found.isFile()) return undefined
    const { size, mtimeMs } = found
    return { size, modified: Math.floor(mtimeMs), ...(await attributesOf(place)) }
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

async function attributesOf(place: string): Promise<Pick<FileStat, 'contentType' | 'originalName'>> {
  try {
    return readAttributes(await readFile(place + ATTRIBUTES, 'utf8'))
  } catch (error) {
    if (isMissing(error)) return { contentType: UNKNOWN_TYPE, originalName: '' }
    throw error
  }
}

async function* nothing(): AsyncGenerator<ListedFile> {}

/** A side-car goes with its file; one that has none any more is listed itself. */
async function* walk(folder: string, prefix: string): AsyncGenerator<ListedFile> {
  const entries = await entriesOf(folder)
  const files = new Set(entries.flatMap((entry) => (entry.isFile() ? [entry.name] : [])))
  for (const entry of entries) {
    const place = join(folder, entry.name)
    if (entry.isDirectory()) yield* walk(place, `${prefix}${entry.name}/`)
    if (!entry.isFile() || isSideCar(entry.name, files)) continue
    const found = await statOf(place)
    if (found) yield { key: prefix + entry.name, size: found.size, modified: found.modified }
  }
}

function isSideCar(name: string, files: ReadonlySet<string>): boolean {
  return name.endsWith(ATTRIBUTES) && files.has(name.slice(0, -ATTRIBUTES.length))
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true })
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

/** Folders exist as long as there is something in them. */
async function removeEmpty(root: string, folder: string): Promise<void> {
  for (let at = folder; at !== root && at.startsWith(root); at = dirname(at)) {
    try {
      await rmdir(at)
    } catch (error) {
      const code = codeOf(error)
      if (code === 'ENOTEMPTY' || code === 'EEXIST') return
      if (!isMissing(error)) throw error
    }
  }
}
