import type { Metadata } from 'sharp'
import type { ThumbSize } from './thumb-size.ts'

/** What making an image smaller will take. */
export interface ImageCost {
  /** Bytes that are in memory at one time, at most: most images flow through row by row, some are held whole. */
  readonly held: number
  /** Pixels of the thumbnail: an image of 50,000 by 1 that keeps its ratio can be made very large. */
  readonly made: number
}

/**
 * What a thumbnail of an image will take, by the head of the image. A few kilobytes can be an image that has to be held
 * whole to be shown: one that is interlaced, progressive, animated or turned (`reliability.md` F3).
 *
 * @param format that of the thumbnail
 * @example const { held } = costOf(await sharp(path).metadata(), size, 'png')
 */
export function costOf(image: Metadata, size: ThumbSize, format: string): ImageCost {
  const made = pixelsOf(image, size)
  // The palette of a GIF is found by looking at all of it.
  const ofThumb = format === 'gif' ? made * SAMPLES : 0
  return { held: Math.max(decoded(image), turned(image, size)) + ofThumb, made }
}

/** Red, green, blue and how much shines through. */
const SAMPLES = 4

/** What the decoder holds. */
function decoded({ format, width, height, channels, depth, isProgressive, ...image }: Metadata): number {
  const pixels = width * height
  if (format === 'gif' || format === 'webp') return pixels * SAMPLES
  if (!isProgressive) return 0
  // Two bytes for each number of all its blocks, until the last scan has been read.
  if (format === 'jpeg') return pixels * 2 * (image.chromaSubsampling === '4:2:0' ? channels / 2 : channels)
  return pixels * channels * bytesOf(depth)
}

/** What is turned has to be there as a whole, after a JPEG was read at a fraction of its size. */
function turned({ format, width, height, channels, depth, orientation }: Metadata, size: ThumbSize): number {
  if (orientation === undefined || orientation === 1) return 0
  const [wide, high] = [size.width || size.height, size.height || size.width]
  const times = format === 'jpeg' ? Math.min(width, height) / Math.max(wide, high) : 1
  // It keeps a margin of twice the size that is wanted.
  const shrunk = times >= 16 ? 8 : times >= 8 ? 4 : times >= 4 ? 2 : 1
  return (width * height * channels * bytesOf(depth)) / shrunk ** 2
}

function bytesOf(depth: Metadata['depth']): number {
  if (depth === 'uchar' || depth === 'char') return 1
  return depth === 'ushort' || depth === 'short' ? 2 : 8
}

/** How many pixels come out, the way round in which more do. */
function pixelsOf({ width, height }: Metadata, size: ThumbSize): number {
  if (size.width > 0 && size.height > 0) return size.width * size.height
  const ratio = Math.max(width / height, height / width)
  return Math.max(size.width, size.height) ** 2 * ratio
}
