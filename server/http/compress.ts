import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Log } from '../base/log.ts'
import { acceptedEncoding, type Encoding } from './accept-encoding.ts'
import { type Exchange, header, type Respond, type Written } from './respond.ts'
import type { Now } from '../base/now.ts'

/** Writes a large JSON text, as small as the client can read it. */
export type Compress = (exchange: Exchange, text: string) => Now<Written>

/** Characters from which on an answer is large: it does not fit into the first ten packets of a connection. */
export const LARGE = 14_000
/** So many answers are compressed at once; more would keep passwords and files waiting for a thread. */
const LANES = 2
/** Measured with lists of 18 to 110 KB: 0.3 to 0.6 ms of CPU; higher levels take twice that, and save 4 % more. */
const QUALITY = 3
const LEVEL = 1

const compressors: Readonly<Record<Encoding, (text: string) => Promise<Buffer>>> = {
  br: (text) =>
    promisify(brotliCompress)(text, {
      params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY },
    }),
  gzip: (text) => promisify(gzip)(text, { level: LEVEL }),
}

/**
 * Make the writer of large answers. It compresses in a thread, so that the loop goes on; while the threads have enough
 * to do, answers go out as they are, which is quicker than to wait.
 *
 * @example const compress = compressor(respond, log)
 */
export function compressor(respond: Respond, log: Log): Compress {
  let running = 0
  const lower = (exchange: Exchange): Record<string, string> => ({
    'content-type': 'application/json',
    ...respond.headers(exchange),
    vary: 'Origin, Authorization, Accept-Encoding',
  })
  const shrink = async (exchange: Exchange, text: string, encoding: Encoding): Promise<Written> => {
    running++
    try {
      const small = await compressors[encoding](text)
      return {
        status: 200,
        headers: { ...lower(exchange), 'content-encoding': encoding },
        body: new Uint8Array(small),
      }
    } catch (error) {
      log.warn({ err: error }, 'an answer could not be compressed')
      return { status: 200, headers: lower(exchange), body: text }
    } finally {
      running--
    }
  }
  return (exchange, text) => {
    const encoding = acceptedEncoding(header(exchange, 'accept-encoding'))
    if (encoding === undefined || running >= LANES)
      return { status: 200, headers: lower(exchange), body: `${text}\n` }
    return shrink(exchange, `${text}\n`, encoding)
  }
}
