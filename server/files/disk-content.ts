import { type FileHandle, open } from 'node:fs/promises'
import { passingBytes } from '../base/passing-bytes.ts'
import { isMissing } from './disk-error.ts'
import type { ByteRange, FileContent } from './file-store.ts'

/** What is smaller is answered at once; what is larger is read in pieces of this size. */
const PIECE = 256 * 1024

/** The bytes of a file on the disk, or a part of them; undefined when there is no file. */
export async function contentOf(place: string, range?: ByteRange): Promise<FileContent | undefined> {
  const file = await openIfThere(place)
  if (!file) return undefined
  let isHandedOn = false
  try {
    const found = await file.stat()
    if (!found.isFile()) return undefined
    const start = range?.start ?? 0
    const end = Math.min(range?.end ?? Infinity, found.size - 1)
    if (end - start < PIECE) return await readAll(file, start, end)
    isHandedOn = true
    return streamOf(file, { start, end })
  } finally {
    if (!isHandedOn) await file.close()
  }
}

async function openIfThere(place: string): Promise<FileHandle | undefined> {
  try {
    return await open(place, 'r')
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

async function readAll(file: FileHandle, start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(Math.max(0, end - start + 1))
  const { bytesRead } = await file.read(bytes, 0, bytes.length, start)
  return bytes.subarray(0, bytesRead)
}

/** Reads on only when there is room for it: a slow client costs one piece of memory. */
function streamOf(file: FileHandle, { start, end }: ByteRange): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = start
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        const bytes = new Uint8Array(Math.min(PIECE, end - at + 1))
        const { bytesRead } =
          bytes.length > 0 ? await file.read(bytes, 0, bytes.length, at) : { bytesRead: 0 }
        at += bytesRead
        passingBytes(bytesRead)
        if (bytesRead > 0) controller.enqueue(bytes.subarray(0, bytesRead))
        if (bytesRead > 0 && at <= end) return
        await file.close()
        controller.close()
      },
      cancel: () => file.close(),
    },
    { highWaterMark: 0 },
  )
}
