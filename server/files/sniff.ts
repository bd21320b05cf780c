import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { UNKNOWN_TYPE } from './file-store.ts'
import { textType } from './text-type.ts'

/** What the bytes of a file say of it. */
export interface Sniffed {
  /** `image/png`; texts may have a charset behind it. */
  readonly type: string
  /** The usual extension, with its dot; empty where nobody knows one. */
  readonly extension: string
}

/** Bytes that tell what a file is: signatures are short, but archives of office programs name their kind further on. */
const HEAD = 64 * 1024

/** Types whose names differ from those that `mimeTypes` of imported collections have. */
const names: Readonly<Record<string, string>> = {
  'audio/x-flac': 'audio/flac',
  'audio/opus': 'audio/ogg',
  'video/matroska': 'video/x-matroska',
  'video/vnd.avi': 'video/x-msvideo',
  'audio/vnd.wave': 'audio/wav',
}

/**
 * What is in a file, whatever it is called (contract services.md §4.1). A text that could run in a browser is found
 * too: the signatures of binary files know nothing of SVG and HTML.
 *
 * @example (await sniffType('/data/tmp/upload-1')).type // 'image/png'
 */
export async function sniffType(path: string): Promise<Sniffed> {
  const { head, isWhole } = await readHead(path)
  return sniffHead(head, isWhole)
}

/** The same of bytes at hand. */
export async function sniffHead(head: Uint8Array, isWhole: boolean): Promise<Sniffed> {
  // Empty files have nothing to say.
  if (head.length === 0) return { type: 'text/plain', extension: '.txt' }
  const { fileTypeFromBuffer } = await import('file-type')
  const found = await fileTypeFromBuffer(head)
  // XML is a text to us: what kind decides whether a browser runs it.
  if (found && !found.mime.endsWith('xml')) {
    const type = names[found.mime] ?? found.mime
    return { type, extension: `.${found.ext}` }
  }
  return textType(head, isWhole) ?? { type: UNKNOWN_TYPE, extension: '' }
}

/** `Text/HTML; charset=utf-8` is `text/html`. */
export function baseType(type: string): string {
  return (type.split(';')[0] ?? '').trim().toLowerCase()
}

/** The MD5 sum of a file in base64, read piece by piece. */
export async function md5Of(path: string): Promise<string> {
  const hash = createHash('md5')
  const file = await open(path, 'r')
  try {
    const piece = Buffer.allocUnsafe(256 * 1024)
    for (;;) {
      const { bytesRead } = await file.read(piece)
      if (bytesRead === 0) return hash.digest('base64')
      hash.update(piece.subarray(0, bytesRead))
    }
  } finally {
    await file.close()
  }
}

async function readHead(path: string): Promise<{ readonly head: Uint8Array; readonly isWhole: boolean }> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(size, HEAD)))
    return { head: buffer.subarray(0, bytesRead), isWhole: bytesRead >= size }
  } finally {
    await file.close()
  }
}
