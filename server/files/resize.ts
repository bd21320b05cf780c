import { costOf } from './image-cost.ts'
import type { ThumbSize } from './thumb-size.ts'

/** The form of a thumbnail's own file. */
export type ThumbFormat = 'jpeg' | 'gif' | 'png'

/** What is wanted of an image. */
export interface Resizing {
  readonly from: string
  readonly to: string
  readonly size: ThumbSize
  readonly format: ThumbFormat
}

/** An image of more pixels is not opened: it could be a few bytes that become gigabytes (`reliability.md` F3). */
const MOST_PIXELS = 50_000_000
/** Nor is one that takes more memory than this. */
const MOST_HELD = 96 * 1024 * 1024
const SECONDS = 15

/**
 * Make a smaller image of one, turned as its EXIF data says; of an animation, its first picture.
 *
 * Only for files whose signature is that of an image of pixels: what sharp would make of SVG must never be asked.
 *
 * Errors: plain ones of sharp, for what is broken, too large or too slow; and where sharp is not installed.
 *
 * @example await resize({ from: '/tmp/a.jpg', to: '/tmp/b.jpg', size: { width: 100, height: 100, mode: 'center' }, format: 'jpeg' })
 */
export async function resize({ from, to, size, format }: Resizing): Promise<void> {
  const sharp = await loadSharp()
  const image = sharp(from, {
    limitInputPixels: MOST_PIXELS,
    pages: 1,
    sequentialRead: true,
    autoOrient: true,
  })
  const { held, made } = costOf(await image.metadata(), size, format)
  if (held > MOST_HELD) throw new Error(`it would take ${Math.ceil(held / 1024 / 1024)} MiB of memory`)
  if (made > MOST_PIXELS) throw new Error(`its thumbnail would have ${Math.ceil(made)} pixels`)
  const { width, height, mode } = size
  const isFree = width === 0 || height === 0
  await image
    .timeout({ seconds: SECONDS })
    .resize({
      ...(width > 0 && { width }),
      ...(height > 0 && { height }),
      fit: mode === 'fit' ? 'inside' : 'cover',
      position: mode === 'top' || mode === 'bottom' ? mode : 'center',
      withoutEnlargement: mode === 'fit' && !isFree,
    })
    .toFormat(format)
    .toFile(to)
}

type Sharp = typeof import('sharp').default
let loaded: Sharp | undefined

/** Loaded at the first thumbnail: it takes its time and its memory. */
async function loadSharp(): Promise<Sharp> {
  if (loaded) return loaded
  const { default: sharp } = await import('sharp')
  // We decide how many are made at once, and none is made twice.
  sharp.concurrency(1)
  sharp.cache(false)
  return (loaded = sharp)
}
