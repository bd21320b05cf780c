import sharp, { type Sharp } from 'sharp'

/** A file that is to harm whoever opens it. */
export interface Bomb {
  /** What it is, for people. */
  readonly title: string
  /** What its sender calls it. */
  readonly name: string
  readonly bytes: Buffer
  /** Whether a thumbnail of it can be had; `maybe` where the outcome is the decoder's business. */
  readonly thumb: 'no' | 'yes' | 'maybe'
}

/**
 * The same file broken: cut at so many points, and with so many bytes turned over.
 *
 * @example broken('photo.png', png, 8)
 */
export function broken(name: string, whole: Buffer, count: number): Bomb[] {
  const places = Array.from({ length: count }, (_, place) => place)
  const cut = places.map((place): Bomb => {
    const length = Math.floor((whole.length * (place + 1)) / (count + 1))
    return { title: `${name} cut at ${length}`, name, bytes: whole.subarray(0, length), thumb: 'maybe' }
  })
  const flipped = places.map((place): Bomb => {
    const bytes = Buffer.from(whole)
    // Behind the signature, at places that look random but are the same every time.
    for (let at = 12 + place * 7; at < bytes.length; at += 97 + place * 13)
      bytes[at] = (bytes[at] ?? 0) ^ 0xff
    return { title: `${name} with bytes turned over, ${place}`, name, bytes, thumb: 'maybe' }
  })
  return [...cut, ...flipped]
}

/** A number in two or four bytes, the low ones first. */
export function le(value: number, bytes: 2 | 3 | 4): Buffer {
  const buffer = Buffer.alloc(bytes)
  buffer.writeUIntLE(value, 0, bytes)
  return buffer
}

/** The same, the high ones first. */
export function be(value: number, bytes: 2 | 4): Buffer {
  const buffer = Buffer.alloc(bytes)
  buffer.writeUIntBE(value, 0, bytes)
  return buffer
}

/** One piece again and again. */
export function times(count: number, piece: Buffer): Buffer {
  return Buffer.concat(Array.from({ length: count }, () => piece))
}

/** A picture of nothing that is the same every time. */
export function noise(width: number, height: number): Sharp {
  let last = 1
  const pixels = Buffer.from(
    Array.from({ length: width * height * 3 }, () => {
      last = (last * 48_271) % 0x7fffffff
      return last & 0xff
    }),
  )
  return sharp(pixels, { raw: { width, height, channels: 3 } })
}
