import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import { apiError } from '../base/error.ts'
import { type Catalog, SUPERUSERS } from '../collections/collection.ts'
import type { Cell } from '../storage/dialect.ts'
import type { Listing } from './listing.ts'

const CIPHER = 'aes-256-gcm'
const NONCE = 12
const TAG = 16
/** Cursors travel in addresses, of which servers and proxies read some kilobytes. */
const MAX_BYTES = 4000

/**
 * A cursor that goes on behind the row with these values. It is sealed: the values may be of fields that the client
 * cannot see, and it is good for this collection, filter, sort and kind of actor only.
 *
 * Errors: `cursor_broken` 400 when the values are too long for an address.
 *
 * @example writeCursor(listing, ['2026-03-04 05:06:07.000Z', 'abcdefghij12345'])
 */
export function writeCursor(listing: Listing, values: readonly Cell[]): string {
  const plain = JSON.stringify(values)
  if (Buffer.byteLength(plain) > MAX_BYTES)
    throw apiError('cursor_broken', { why: 'the texts that the list is sorted by are too long for it' })
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv(CIPHER, keyFor(listing.catalog), nonce).setAAD(boundTo(listing))
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]).toString(
    'base64url',
  )
}

/**
 * The values in a cursor.
 *
 * Errors: `cursor_broken` 400 for one that was changed, or written for another list.
 */
export function readCursor(listing: Listing, cursor: string): readonly Cell[] {
  const sealed = Buffer.from(cursor, 'base64url')
  const plain = sealed.toString('base64url') === cursor ? open(listing, sealed) : undefined
  if (plain === undefined)
    throw apiError('cursor_broken', { why: 'it was made for another list, or changed on its way' })
  return parse(plain)
}

function open(listing: Listing, sealed: Buffer): string | undefined {
  if (sealed.length < NONCE + TAG) return undefined
  const decipher = createDecipheriv(CIPHER, keyFor(listing.catalog), sealed.subarray(0, NONCE), {
    authTagLength: TAG,
  })
  decipher.setAAD(boundTo(listing)).setAuthTag(sealed.subarray(-TAG))
  try {
    return decipher.update(sealed.subarray(NONCE, -TAG)).toString() + decipher.final().toString()
  } catch {
    // The seal does not hold: that is the answer, and no news.
    return undefined
  }
}

/** What was sealed was ours. */
function parse(plain: string): readonly Cell[] {
  const values: unknown = JSON.parse(plain)
  if (!Array.isArray(values) || !values.every(isCell)) throw new Error('a cursor holds no cells')
  return values
}

function isCell(value: unknown): value is Cell {
  return value === null || typeof value === 'string' || typeof value === 'number'
}

function boundTo({ collection, query, ask }: Listing): Buffer {
  return Buffer.from(JSON.stringify([collection.id, query.filter, query.sort, ask.actor.kind]))
}

const keys = new WeakMap<Catalog, KeyObject>()

/** Of a secret that is stored: cursors outlive a restart and work in every process on the same data. */
function keyFor(catalog: Catalog): KeyObject {
  const known = keys.get(catalog)
  if (known) return known
  const secret = catalog.find(SUPERUSERS)?.auth?.authToken.secret
  if (!secret) throw new Error(`"${SUPERUSERS}" has no secret to seal cursors with`)
  const key = createSecretKey(new Uint8Array(hkdfSync('sha256', secret, '', 'dapur cursor', 32)))
  keys.set(catalog, key)
  return key
}
