import { createWriteStream } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { newRandomId } from '../base/id.ts'
import type { Log } from '../base/log.ts'
import { semaphore } from '../base/semaphore.ts'
import { type FileStat, type FileStore, thumbsPrefix } from './file-store.ts'
import { resize, type ThumbFormat } from './resize.ts'
import { baseType, sniffType } from './sniff.ts'
import { readThumbSize } from './thumb-size.ts'

/** A thumbnail as it is stored. */
export interface Thumb {
  readonly key: string
  readonly stat: FileStat
}

/** Makes thumbnails when they are first asked for, and keeps them beside their image. */
export interface Thumbs {
  /**
   * The thumbnail of an image in a size. Undefined for what is no image of pixels or could not be made smaller: the
   * image itself has to do then.
   */
  get(key: string, stat: FileStat, size: string): Promise<Thumb | undefined>
}

export interface ThumbOptions {
  readonly store: FileStore
  /** For files on their way. */
  readonly folder: string
  readonly log: Pick<Log, 'warn'>
}

/** Of these types, and nothing else: never of SVG (contract services.md §4.4). */
const formats: ReadonlyMap<string, ThumbFormat> = new Map([
  ['image/png', 'png'],
  ['image/jpg', 'jpeg'],
  ['image/jpeg', 'jpeg'],
  ['image/gif', 'gif'],
  ['image/webp', 'png'],
])

/** So many may wait; whoever finds the line full gets the image itself. */
const LONGEST_LINE = 256
/** Bytes. A larger file is not read for a thumbnail. */
const LARGEST = 128 * 1024 * 1024

class LineFull extends Error {}

/**
 * Open the maker of thumbnails. At most one a core but one is made at a time, and one for all who wait for the same.
 *
 * @example const thumb = await thumbs.get('posts/abc/x.png', stat, '100x100')
 */
export function openThumbs({ store, folder, log }: ThumbOptions): Thumbs {
  const line = semaphore({
    slots: Math.max(1, availableParallelism() - 1),
    queue: LONGEST_LINE,
    refuse: () => new LineFull('too many thumbnails are being made'),
  })
  const underWay = new Map<string, Promise<Thumb | undefined>>()

  async function make(key: string, size: string): Promise<Thumb | undefined> {
    const place = placeOf(key, size)
    try {
      await line.run(() => makeThumb(store, { key, place, size, folder }))
      const stat = await store.stat(place)
      return stat && { key: place, stat }
    } catch (error) {
      log.warn({ err: error, key, size }, 'a thumbnail could not be made; the image itself is sent')
      return undefined
    }
  }

  return {
    async get(key, stat, size) {
      if (!formats.has(baseType(stat.contentType)) || stat.size > LARGEST) return undefined
      const place = placeOf(key, size)
      const known = underWay.get(place)
      if (known) return known
      const found = store.stat(place).then((thumb) => (thumb ? { key: place, stat: thumb } : make(key, size)))
      underWay.set(place, found)
      return found.finally(() => underWay.delete(place))
    },
  }
}

/** `<size>_<name>`, in a folder beside the image. */
function placeOf(key: string, size: string): string {
  return `${thumbsPrefix(key)}${size}_${key.slice(key.lastIndexOf('/') + 1)}`
}

interface Making {
  readonly key: string
  readonly place: string
  readonly size: string
  readonly folder: string
}

async function makeThumb(store: FileStore, { key, place, size, folder }: Making): Promise<void> {
  const wanted = readThumbSize(size)
  if (!wanted) throw new Error(`"${size}" is no size of a thumbnail`)
  const from = join(folder, `image-${newRandomId()}`)
  const to = `${from}-thumb`
  try {
    await fetchTo(store, key, from)
    // What a side-car says may be anybody's word: the bytes decide what is opened.
    const { type } = await sniffType(from)
    const format = formats.get(type)
    if (!format) throw new Error(`the image is of the type ${type}`)
    await resize({ from, to, size: wanted, format })
    await store.put(place, to, { contentType: `image/${format}`, originalName: '' })
  } finally {
    await rm(from, { force: true })
    await rm(to, { force: true })
  }
}

async function fetchTo(store: FileStore, key: string, path: string): Promise<void> {
  const content = await store.read(key)
  if (!content) throw new Error('the image is gone')
  if (content instanceof Uint8Array) return writeFile(path, content, { mode: 0o600 })
  await pipeline(content.values(), createWriteStream(path, { mode: 0o600 }))
}
