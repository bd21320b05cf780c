/** How a thumbnail is cut from its image. */
export interface ThumbSize {
  /** Pixels; 0 for whatever keeps the ratio. */
  readonly width: number
  readonly height: number
  /** `fit` cuts nothing off and never enlarges; the others fill the whole and say which part stays. */
  readonly mode: 'center' | 'top' | 'bottom' | 'fit'
}

const form = /^(\d+)x(\d+)([tbf])?$/
const modes = { t: 'top', b: 'bottom', f: 'fit' } as const
/** Larger ones cost more memory than any thumbnail is worth. */
const MOST_PIXELS = 8192

/**
 * Read a size as fields have it (contract services.md §4.4); undefined for one that cannot be made.
 *
 * @example readThumbSize('100x50t') // { width: 100, height: 50, mode: 'top' }
 */
export function readThumbSize(text: string): ThumbSize | undefined {
  const [, first, second, letter] = form.exec(text) ?? []
  const [width, height] = [Number(first), Number(second)]
  if (first === undefined || (width === 0 && height === 0)) return undefined
  if (width > MOST_PIXELS || height > MOST_PIXELS) return undefined
  const mode = letter === 't' || letter === 'b' || letter === 'f' ? modes[letter] : 'center'
  return { width, height, mode }
}
