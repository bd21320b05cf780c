import { createHash } from 'node:crypto'
import { Transform, type TransformCallback } from 'node:stream'

/** Lets bytes through, and knows their number and their SHA-256 when they have come to their end. */
export class Digest extends Transform {
  readonly #hash = createHash('sha256')
  /** Bytes so far. */
  size = 0

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#hash.update(chunk)
    this.size += chunk.length
    done(null, chunk)
  }

  /** In hexadecimal; asked once, at the end. */
  sha256(): string {
    return this.#hash.digest('hex')
  }
}
