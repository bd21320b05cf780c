import { LRUCache } from 'lru-cache'
import type { Log } from '../base/log.ts'
import { semaphore } from '../base/semaphore.ts'
import { type FileStat, type FileStore, thumbsPrefix } from './file-store.ts'
import { imageProcess } from './image-process.ts'
import { makeThumb, thumbFormats, UnfitImage } from './make-thumb.ts'
import { baseType } from './sniff.ts'

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
  /** End the process that makes them. */
  close(): Promise<void>
}

export interface ThumbOptions {
  readonly store: FileStore
  /** For files on their way. */
  readonly folder: string
  readonly log: Pick<Log, 'warn'>
}

/** So many may wait; whoever finds the line full gets the image itself. */
const LONGEST_LINE = 256
/** Bytes. A larger file is not read for a thumbnail. */
const LARGEST = 128 * 1024 * 1024
/** How long anybody waits for one; after that the image itself is sent (contract services.md §4.4). */
const LONGEST_WAIT_MS = 60_000
/** What could not be made smaller is not tried again for so long: each try may cost seconds. */
const SPOILT = { max: 10_000, ttl: 10 * 60_000 }

class LineFull extends Error {}

/**
 * Open the maker of thumbnails. One is made at a time, in a process of its own, and one for all who wait for the same.
 *
 * @example const thumb = await thumbs.get('posts/abc/x.png', stat, '100x100')
 */
export function openThumbs({ store, folder, log }: ThumbOptions): Thumbs {
  const line = semaphore({
    slots: 1,
    queue: LONGEST_LINE,
    refuse: () => new LineFull('too many thumbnails are being made'),
  })
  const images = imageProcess()
  const underWay = new Map<string, Promise<Thumb | undefined>>()
  const spoilt = new LRUCache<string, true>(SPOILT)

  async function make(key: string, size: string): Promise<Thumb | undefined> {
    const place = placeOf(key, size)
    try {
      await line.run(() => makeThumb({ store, images, key, place, size, folder }))
      const stat = await store.stat(place)
      return stat && { key: place, stat }
    } catch (error) {
      if (error instanceof UnfitImage) spoilt.set(place, true)
      log.warn({ err: error, key, size }, 'a thumbnail could not be made; the image itself is sent')
      return undefined
    }
  }

  return {
    async get(key, stat, size) {
      if (!thumbFormats.has(baseType(stat.contentType)) || stat.size > LARGEST) return undefined
      const place = placeOf(key, size)
      if (spoilt.has(place)) return undefined
      const known = underWay.get(place)
      if (known) return inTime(known)
      const found = store.stat(place).then((thumb) => (thumb ? { key: place, stat: thumb } : make(key, size)))
      underWay.set(place, found)
      const forget = (): void => void underWay.delete(place)
      void found.then(forget, forget)
      return inTime(found)
    },
    close: () => images.close(),
  }
}

/** What takes longer goes on, for those who ask later. */
async function inTime(found: Promise<Thumb | undefined>): Promise<Thumb | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>()
  const timer = setTimeout(resolve, LONGEST_WAIT_MS, undefined)
  try {
    return await Promise.race([found, late])
  } finally {
    clearTimeout(timer)
  }
}

/** `<size>_<name>`, in a folder beside the image. */
function placeOf(key: string, size: string): string {
  return `${thumbsPrefix(key)}${size}_${key.slice(key.lastIndexOf('/') + 1)}`
}
