import type { ByteRange, FileContent, FileStat } from '../files/file-store.ts'
import { baseType } from '../files/sniff.ts'
import { rangeResponse } from './range-response.ts'
import type { Exchange } from './respond.ts'

/** A file that is to be sent. */
export interface Sending {
  readonly stat: FileStat
  /** What it is called when it is saved. */
  readonly name: string
  /** Is it to be saved, whatever it is? */
  readonly isDownload: boolean
  /** Undefined when it is not there any more. */
  readonly read: (range?: ByteRange) => Promise<FileContent | undefined>
}

type Headers = Readonly<Record<string, string>>

/** What browsers show without running anything of it (contract services.md §4.4). */
const shown: ReadonlySet<string> = new Set(
  [
    'image/png image/jpg image/jpeg image/gif image/webp image/x-icon image/bmp application/pdf',
    'video/webm video/mp4 video/3gpp video/quicktime video/x-ms-wmv',
    'audio/basic audio/aiff audio/mpeg audio/midi audio/mp3 audio/wave audio/wav audio/x-wav audio/x-mpeg',
    'audio/x-m4a audio/aac',
  ].flatMap((types) => types.split(' ')),
)

const office = 'application/vnd.openxmlformats-officedocument.'

/** Types that the name decides, because the content does not tell. */
const byExtension: ReadonlyMap<string, string> = new Map([
  ['.svg', 'image/svg+xml'],
  ['.css', 'text/css'],
  ['.js', 'text/javascript'],
  ['.mjs', 'text/javascript'],
  ['.xlsx', `${office}spreadsheetml.sheet`],
  ['.docx', `${office}wordprocessingml.document`],
  ['.pptx', `${office}presentationml.presentation`],
])

const fileHeaders: Headers = {
  // No script of a file runs, and it is of no origin: not even one that is opened as a page of its own.
  'content-security-policy': "default-src 'none'; media-src 'self'; style-src 'unsafe-inline'; sandbox",
  'cache-control': 'max-age=2592000, stale-while-revalidate=86400',
}

/**
 * The answer with a file (contract services.md §4.4, RFC 9110 §13 and §14): whole, a part of it, only its headers, or
 * the word that it has not changed. Undefined when the file is gone by now.
 *
 * @param common the headers of every answer
 */
export async function fileResponse(
  exchange: Exchange,
  common: Headers,
  { stat, name, isDownload, read }: Sending,
): Promise<Response | undefined> {
  const headers: Record<string, string> = {
    ...common,
    ...fileHeaders,
    'content-type': typeOf(stat, name),
    'content-disposition': disposition(stat, name, isDownload),
  }
  // Other pages may show a file in a frame: it can do nothing there.
  delete headers['x-frame-options']
  return rangeResponse(exchange, headers, { stat, read })
}

function typeOf({ contentType }: FileStat, name: string): string {
  const extension = /\.[^.]*$/.exec(name)?.[0].toLowerCase() ?? ''
  return byExtension.get(extension) ?? contentType
}

/** Stored names stand as they are; one of an older data directory may need its characters written another way. */
function disposition({ contentType }: FileStat, name: string, isDownload: boolean): string {
  const kind = !isDownload && shown.has(baseType(contentType)) ? 'inline' : 'attachment'
  if (/^[\w.*\-+=#]+$/.test(name)) return `${kind}; filename=${name}`
  return `${kind}; filename*=UTF-8''${encodeURIComponent(name.toWellFormed())}`
}
