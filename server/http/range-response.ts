import type { ByteRange, FileContent, FileStat } from '../files/file-store.ts'
import { readRange } from './byte-range.ts'
import { type Exchange, header } from './respond.ts'

/** Bytes that lie somewhere. */
export interface Stored {
  readonly stat: Pick<FileStat, 'size' | 'modified'>
  /** Undefined when they are not there any more. */
  readonly read: (range?: ByteRange) => Promise<FileContent | undefined>
}

type Headers = Readonly<Record<string, string>>

/**
 * The answer with stored bytes (RFC 9110 §13 and §14): whole, a part of them, only the headers, or the word that they
 * have not changed. Undefined when they are gone by now.
 *
 * @example await rangeResponse(exchange, { 'content-type': 'text/css' }, { stat, read })
 */
export async function rangeResponse(
  exchange: Exchange,
  common: Headers,
  { stat, read }: Stored,
): Promise<Response | undefined> {
  const headers: Record<string, string> = {
    ...common,
    'accept-ranges': 'bytes',
    ...(stat.modified > 0 && { 'last-modified': new Date(stat.modified).toUTCString() }),
  }
  if (isUnchanged(exchange, stat)) return new Response(null, { status: 304, headers })
  const asked = isRangeGood(exchange, stat) ? readRange(header(exchange, 'range'), stat.size) : undefined
  if (asked === 'unsatisfiable') {
    return new Response(null, {
      status: 416,
      headers: { ...headers, 'content-range': `bytes */${stat.size}` },
    })
  }
  const status = asked ? 206 : 200
  if (asked) headers['content-range'] = `bytes ${asked.start}-${asked.end}/${stat.size}`
  headers['content-length'] = String(asked ? asked.end - asked.start + 1 : stat.size)
  if (exchange.req.method === 'HEAD') return new Response(null, { status, headers })
  const content = await read(asked)
  return content && new Response(content, { status, headers })
}

/** Times of HTTP have whole seconds. */
function isUnchanged(exchange: Exchange, { modified }: Stored['stat']): boolean {
  const since = Date.parse(header(exchange, 'if-modified-since') ?? '')
  return modified > 0 && Math.floor(modified / 1000) * 1000 <= since
}

/** A part is only good together with what the client has of the same file: `If-Range` says which one that is. */
function isRangeGood(exchange: Exchange, { modified }: Stored['stat']): boolean {
  const condition = header(exchange, 'if-range')
  return condition === undefined || Date.parse(condition) === Math.floor(modified / 1000) * 1000
}
