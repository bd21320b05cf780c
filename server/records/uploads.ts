import type { Upload } from '../files/upload.ts'
import type { Writer } from '../storage/dialect.ts'

/** The files that came with a request, or with one request of a batch. */
export interface Uploads {
  /** By their stored names, in the order in which they came. */
  readonly byName: ReadonlyMap<string, Upload>
  readonly shelf: Shelf
}

/**
 * Where the files of one request wait for the write that names them. Each is stored, durably, before the transaction;
 * the transaction takes it or not; and what was not taken when the request is over is removed again.
 */
export interface Shelf {
  /** Store a file under its key, once. Errors: those of the store. */
  put(key: string, upload: Upload): Promise<void>
  /** A write names it now: it stays if that write does. */
  take(tx: Writer, key: string): void
}

/** Files that were stored for one write. */
export interface Shelved {
  readonly recordId: string
  /** Their keys. */
  readonly keys: ReadonlySet<string>
}

const BATCH_PART = /^requests(?:\.(\d+)\.|\[(\d+)\]\.?)(.+)$/s

/**
 * The files of one request of a batch: parts `requests.2.photos`, or `requests[2].photos` (contract data.md §6.2).
 *
 * @example uploadsOfPart(uploads, 2)
 */
export function uploadsOfPart(uploads: Uploads | undefined, at: number): Uploads | undefined {
  if (!uploads) return undefined
  const byName = new Map<string, Upload>()
  for (const [name, upload] of uploads.byName) {
    const [, dotted, bracketed, field] = BATCH_PART.exec(upload.field) ?? []
    if (field !== undefined && Number(dotted ?? bracketed) === at) byName.set(name, { ...upload, field })
  }
  return byName.size > 0 ? { byName, shelf: uploads.shelf } : undefined
}
