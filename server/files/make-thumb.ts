import { createWriteStream } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { newRandomId } from '../base/id.ts'
import type { FileStore } from './file-store.ts'
import type { ImageProcess } from './image-process.ts'
import type { ThumbFormat } from './resize.ts'
import { sniffType } from './sniff.ts'
import { readThumbSize } from './thumb-size.ts'

/** What is to become of an image. */
export interface Making {
  readonly store: FileStore
  readonly images: Pick<ImageProcess, 'resize'>
  readonly key: string
  /** The key of the thumbnail. */
  readonly place: string
  readonly size: string
  /** For files on their way. */
  readonly folder: string
}

/** An image that is broken, or would cost too much; it will be so the next time, too. */
export class UnfitImage extends Error {}

/** Thumbnails are made of these types and nothing else: never of SVG (contract services.md §4.4). */
export const thumbFormats: ReadonlyMap<string, ThumbFormat> = new Map([
  ['image/png', 'png'],
  ['image/jpg', 'jpeg'],
  ['image/jpeg', 'jpeg'],
  ['image/gif', 'gif'],
  ['image/webp', 'png'],
])

/**
 * Make a thumbnail and store it.
 *
 * Errors: `UnfitImage`; those of the store, and plain ones of the file system.
 *
 * @example await makeThumb({ store, images, key: 'c/r/a.png', place: 'c/r/thumbs_a.png/100x0_a.png', size: '100x0', folder })
 */
export async function makeThumb({ store, images, key, place, size, folder }: Making): Promise<void> {
  const wanted = readThumbSize(size)
  if (!wanted) throw new UnfitImage(`"${size}" is no size of a thumbnail`)
  const from = join(folder, `image-${newRandomId()}`)
  const to = `${from}-thumb`
  try {
    await fetchTo(store, key, from)
    // What a side-car says may be anybody's word: the bytes decide what is opened.
    const { type } = await sniffType(from)
    const format = thumbFormats.get(type)
    if (!format) throw new UnfitImage(`the image is of the type ${type}`)
    await images.resize({ from, to, size: wanted, format }).catch((error: unknown) => {
      throw new UnfitImage(error instanceof Error ? error.message : String(error), { cause: error })
    })
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
