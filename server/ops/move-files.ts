import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { newRandomId } from '../base/id.ts'
import type { FileContent, FileStore, ListedFile } from '../files/file-store.ts'

/** How far a move is. */
export interface MoveProgress {
  /** Bytes. */
  readonly done: number
  readonly total: number
  readonly files: number
}

/** What a move has done. */
export interface MoveReport {
  /** Files that were copied now. */
  readonly copied: number
  /** Files that an earlier try had copied. */
  readonly already: number
  readonly bytes: number
}

export interface MoveOptions {
  readonly from: FileStore
  readonly to: FileStore
  /** The ids of the collections: nothing else is touched, for a bucket may hold other things. */
  readonly collections: readonly string[]
  /** A folder for what is on its way. */
  readonly tmp: string
  readonly onProgress: (progress: MoveProgress) => void
  /** Stops it between two files. */
  readonly signal: AbortSignal
}

/** So many files are on their way at once: a service far away takes its time for each. */
const LANES = 4

/**
 * Copy the files of records to another store, and read each back there: it is copied when both have the same SHA-256.
 * What is there already is compared and let alone, so a move that was cut off is gone on with by saying it again. The
 * first store is left as it is; thumbnails are not copied, since they are made anew where they are asked for.
 *
 * Errors: those of the stores; a plain Error that names a file which came out as another one.
 *
 * @example await copyFiles({ from: disk, to: bucket, collections, tmp, onProgress: console.log, signal })
 */
export async function copyFiles(options: MoveOptions): Promise<MoveReport> {
  const files = await listAll(options)
  const total = files.reduce((sum, { size }) => sum + size, 0)
  const report = { copied: 0, already: 0, bytes: 0 }
  const queue = files.values()
  const lane = async (): Promise<void> => {
    for (const file of queue) {
      options.signal.throwIfAborted()
      const outcome = await copyOne(options, file.key)
      report[outcome]++
      report.bytes += file.size
      options.onProgress({ done: report.bytes, total, files: report.copied + report.already })
    }
  }
  const lanes = await Promise.allSettled(Array.from({ length: LANES }, lane))
  for (const { status, ...rest } of lanes) if (status === 'rejected' && 'reason' in rest) throw rest.reason
  return report
}

/**
 * Remove the files of collections from a store that they have left.
 *
 * @example await removeFiles(disk, collections)
 */
export async function removeFiles(store: FileStore, collections: readonly string[]): Promise<void> {
  for (const id of collections) await store.removeAll(`${id}/`)
}

async function listAll({ from, collections }: MoveOptions): Promise<ListedFile[]> {
  const found: ListedFile[] = []
  for (const id of collections)
    for await (const file of from.list(`${id}/`)) if (isOriginal(file.key)) found.push(file)
  return found
}

/** `<collection>/<record>/<name>`: no thumbnail, which lies one deeper, and no side-car that has lost its file. */
function isOriginal(key: string): boolean {
  return key.split('/').length === 3 && !key.endsWith('.attrs')
}

async function copyOne({ from, to, tmp }: MoveOptions, key: string): Promise<'copied' | 'already'> {
  const stat = await from.stat(key)
  if (!stat)
    throw new Error(`${key} has gone while it was to be copied: does something else use these files?`)
  const path = join(tmp, `move-${newRandomId()}`)
  try {
    const hash = await fetchTo(path, await from.read(key))
    const there = await to.stat(key)
    if (there?.size === stat.size && (await hashOf(await to.read(key))) === hash) return 'already'
    // A store may keep the first of two files under one key.
    if (there) await to.remove(key)
    await to.put(key, path, { contentType: stat.contentType, originalName: stat.originalName })
    if ((await hashOf(await to.read(key))) === hash) return 'copied'
    throw new Error(`${key} did not arrive as it was sent; nothing was removed`)
  } finally {
    await rm(path, { force: true })
  }
}

/** Write a content to a file; answers its SHA-256. */
async function fetchTo(path: string, content: FileContent | undefined): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(
    streamOf(content),
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        hash.update(chunk)
        yield chunk
      }
    },
    createWriteStream(path, { flags: 'wx', mode: 0o600 }),
  )
  return hash.digest('hex')
}

async function hashOf(content: FileContent | undefined): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of streamOf(content)) hash.update(chunk)
  return hash.digest('hex')
}

function streamOf(content: FileContent | undefined): Readable {
  if (content instanceof ReadableStream) return Readable.fromWeb(content)
  return Readable.from(content && content.length > 0 ? [Buffer.from(content)] : [])
}
