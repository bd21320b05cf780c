import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { getMimeType } from 'hono/utils/mime'
import { codeOf, isMissing } from '../files/disk-error.ts'
import type { Encoding } from './accept-encoding.ts'

/** A file of the admin UI in all the forms that the build has made of it. */
export interface AdminAsset {
  readonly type: string
  readonly plain: Uint8Array<ArrayBuffer>
  /** Compressed ones, where they are smaller. */
  readonly small: Readonly<Record<Encoding, Uint8Array<ArrayBuffer> | undefined>>
  /** Of what is in it, without quotes. */
  readonly tag: string
}

/** The built admin UI, beside the server's own files in a checkout and in the package alike. */
const DIST = new URL('../../admin-ui/dist/', import.meta.url)

const endings: Readonly<Record<Encoding, string>> = { br: '.br', gzip: '.gz' }

/**
 * Read a file of the built admin UI; undefined for what is not there.
 *
 * Errors: plain ones of the file system.
 *
 * @param path from the folder of the build, checked
 * @example await readAdminAsset('index.html')
 */
export async function readAdminAsset(path: string): Promise<AdminAsset | undefined> {
  const [plain, br, gzip] = await Promise.all([
    read(path),
    read(path + endings.br),
    read(path + endings.gzip),
  ])
  if (!plain) return undefined
  const smaller = (bytes: Uint8Array<ArrayBuffer> | undefined) =>
    bytes && bytes.length < plain.length ? bytes : undefined
  const small: AdminAsset['small'] = { br: smaller(br), gzip: smaller(gzip) }
  return {
    type: getMimeType(path) ?? 'application/octet-stream',
    plain,
    small,
    tag: createHash('sha256').update(plain).digest('base64url').slice(0, 20),
  }
}

async function read(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return new Uint8Array(await readFile(new URL(path, DIST)))
  } catch (error) {
    if (isMissing(error) || codeOf(error) === 'EISDIR') return undefined
    throw error
  }
}
