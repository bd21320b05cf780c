/**
 * The contract of stores: where the files of records are kept. A folder of the data directory is one variant, a bucket
 * of an S3 service the other. Both have the same keys: `<collectionId>/<recordId>/<name>` (contract services.md §4.3).
 */

/** What is kept beside the bytes of a file. */
export interface FileAttributes {
  /** Found in the content, never what a client said. */
  readonly contentType: string
  /** As the client called it; empty for files of our own making. */
  readonly originalName: string
  /** The MD5 sum of the bytes in base64, where it is known. */
  readonly md5?: string
}

/** What is known of a stored file without reading it. */
export interface FileStat {
  /** Bytes. */
  readonly size: number
  /** Milliseconds since 1970. */
  readonly modified: number
  readonly contentType: string
  readonly originalName: string
}

/** One of several files. */
export interface ListedFile extends Pick<FileStat, 'size' | 'modified'> {
  readonly key: string
}

/** From the first byte to the last one, both included. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/** Bytes of a file: at once where they are few. A stream has to be read to its end, or cancelled. */
export type FileContent = Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array<ArrayBuffer>>

/**
 * Keeps files under keys. A key has parts between slashes; one with a part that could lead elsewhere (`..`, an empty
 * one, one with a backslash) is a plain Error to `put` and nothing that is there to everything else.
 *
 * Errors of all: `files_full` 507 where there is no room, `files_unreachable` 503 for a service that does not answer or
 * does not let us in, and plain ones of the file system.
 */
export interface FileStore {
  readonly name: 'disk' | 's3'
  /**
   * Keep a copy of the file at `path`; it is durable when this answers. Keys are written once: what a second file
   * under the same key comes to is not said.
   */
  put(key: string, path: string, attributes: FileAttributes): Promise<void>
  /** Undefined for what is not there. */
  stat(key: string): Promise<FileStat | undefined>
  /** The bytes of a file or a part of them; undefined for what is not there. */
  read(key: string, range?: ByteRange): Promise<FileContent | undefined>
  /** Everything whose key begins with `prefix`, which ends in a slash or is empty for all. In no order. */
  list(prefix: string): AsyncIterable<ListedFile>
  /** Remove a file; nothing happens when it is not there. */
  remove(key: string): Promise<void>
  /** Remove everything whose key begins with `prefix`, which ends in a slash. */
  removeAll(prefix: string): Promise<void>
}

/** What a file is whose attributes are lost. */
export const UNKNOWN_TYPE = 'application/octet-stream'

/**
 * Can a key, or a prefix, lead nowhere but to its place? Asked by every store before anything else.
 *
 * @example isPlainKey('posts/abc/../x.png') // false
 */
export function isPlainKey(key: string): boolean {
  const parts = (key.endsWith('/') ? key.slice(0, -1) : key).split('/')
  return parts.every(isPlainPart)
}

/** The same for what `list` is given. */
export function isPlainPrefix(prefix: string): boolean {
  return prefix === '' || isPlainKey(prefix)
}

/**
 * May this be one part of a key?
 *
 * @example isPlainPart('..') // false
 */
export function isPlainPart(part: string): boolean {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  return part !== '' && part !== '.' && part !== '..' && !/[/\\\u0000-\u001f]/.test(part)
}

/** Where the thumbnails of a file are kept: beside it. */
export function thumbsPrefix(key: string): string {
  const cut = key.lastIndexOf('/') + 1
  return `${key.slice(0, cut)}thumbs_${key.slice(cut)}/`
}
