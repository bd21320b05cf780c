import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { breath } from '../base/breath.ts'
import { apiError } from '../base/error.ts'
import { newRandomId } from '../base/id.ts'
import type { Log } from '../base/log.ts'
import { removeScratch } from '../base/remove-scratch.ts'

/** A file of a form, on the disk for as long as the request lasts. */
export interface UploadedFile {
  /** The name of the part; it may carry a modifier, as `photos+` does. */
  readonly field: string
  /** The client's name for the file, without folders. */
  readonly name: string
  readonly path: string
  /** Bytes. */
  readonly size: number
  /** The type that the client gives; nothing may be believed of it. */
  readonly type: string
}

/** Where the files of one request are put. */
export interface Uploads {
  /** The files that are whole, in the order in which they came. */
  readonly files: readonly UploadedFile[]
  /** Write a part down; parts are written one after the other. A failure goes to `fail`. */
  save(part: Part, fail: (error: unknown) => void): void
  /** Wait until all parts are written. */
  settle(): Promise<void>
  /** Drop what is being written, and remove what is still there. */
  remove(): Promise<void>
}

/** Where uploads lie while their request lasts, and who hears of those that stay. */
export interface UploadHouse {
  readonly tmp: string
  readonly log: Log
}

interface Part extends Pick<UploadedFile, 'field' | 'name' | 'type'> {
  readonly content: Readable
}

/**
 * Take the files of one request into a folder. Their names there are ours.
 *
 * Errors: `storage_full` 507 to `fail`, and plain ones of the file system.
 *
 * @example const uploads = uploadsTo(house)
 */
export function uploadsTo({ tmp, log }: UploadHouse): Uploads {
  const files: UploadedFile[] = []
  const paths: string[] = []
  const open = new Set<Readable>()
  let written: Promise<void> = Promise.resolve()

  const write = async ({ field, name, type, content }: Part): Promise<void> => {
    await breath()
    if (content.destroyed) return
    const path = join(tmp, `upload-${newRandomId()}`)
    paths.push(path)
    const file = createWriteStream(path, { flags: 'wx', mode: 0o600 })
    try {
      await pipeline(content, file)
    } finally {
      // A file that is still being opened could appear after it was removed.
      if (!file.closed) await once(file, 'close')
    }
    await breath()
    files.push({ field, name, path, size: file.bytesWritten, type })
  }

  return {
    files,
    save(part, fail) {
      // A part can break while it still waits for its turn.
      part.content.on('error', fail)
      open.add(part.content)
      written = written
        .then(() => write(part))
        .catch((error: unknown) => fail(noRoom(error) ?? error))
        .finally(() => open.delete(part.content))
    },
    settle: () => written,
    async remove() {
      // With an error: a stream that was ended but not read to its end tells nobody that it is destroyed (Node 24).
      for (const content of open) content.destroy(new Error('the request is over'))
      await written
      // The answer of the request is not changed by it.
      for (const path of paths) {
        await breath()
        await removeScratch(path, log)
      }
    },
  }
}

/** What the caller hears when the disk is full; undefined for another fault. */
export function noRoom(error: unknown): Error | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'ENOSPC' || code === 'EDQUOT' ? apiError('storage_full', {}, { cause: error }) : undefined
}
