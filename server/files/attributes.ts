import { jsonOf } from '../base/json.ts'
import { type FileAttributes, type FileStat, UNKNOWN_TYPE } from './file-store.ts'

/** The text of a side-car, with the keys that PocketBase gives it (contract services.md §4.3). */
export function writeAttributes({ contentType, originalName, md5 = '' }: FileAttributes): string {
  return JSON.stringify({
    'user.cache_control': '',
    'user.content_disposition': '',
    'user.content_encoding': '',
    'user.content_language': '',
    'user.content_type': contentType,
    'user.metadata': { 'original-filename': originalName },
    md5,
  })
}

/** What a side-car says; one that makes no sense says nothing. */
export function readAttributes(text: string): Pick<FileStat, 'contentType' | 'originalName'> {
  // Half of one, from a crash while it was written: the file beside it is whole all the same.
  const parsed = jsonOf(text)
  const contentType = textAt(parsed, 'user.content_type') || UNKNOWN_TYPE
  return { contentType, originalName: textAt(at(parsed, 'user.metadata'), 'original-filename') }
}

function at(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return Object.entries(value).find(([name]) => name === key)?.[1]
}

function textAt(value: unknown, key: string): string {
  const found = at(value, key)
  return typeof found === 'string' ? found : ''
}
