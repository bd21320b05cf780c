import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** Seconds that a code is shown. */
const PERIOD = 30
/** How many codes before and after that of now are taken, for clocks that differ. */
const WINDOW = 1
const DIGITS = 6
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/**
 * The code of a counter (RFC 4226 §5.3).
 *
 * @example hotp(Buffer.from('12345678901234567890'), 1) // '287082'
 */
export function hotp(key: Uint8Array, counter: number, digits: number = DIGITS): string {
  const message = Buffer.alloc(8)
  message.writeBigUInt64BE(BigInt(counter))
  const hash = createHmac('sha1', key).update(message).digest()
  const number = hash.readUInt32BE(hash.readUInt8(hash.length - 1) & 0xf) & 0x7fffffff
  return String(number % 10 ** digits).padStart(digits, '0')
}

/**
 * The counter whose code this is (RFC 6238 §5.2), if it is one of now and later than the last that was used: each
 * counter is good for one code (reliability.md A7).
 *
 * @param now milliseconds since 1970
 */
export function matchTotp(
  key: Uint8Array,
  code: string,
  { now, after }: { readonly now: number; readonly after: number },
): number | undefined {
  const given = Buffer.from(code)
  const current = Math.floor(now / 1000 / PERIOD)
  let found: number | undefined
  for (let counter = current - WINDOW; counter <= current + WINDOW; counter++) {
    const right = Buffer.from(hotp(key, counter))
    const isRight = given.length === right.length && timingSafeEqual(given, right)
    if (isRight && counter > after) found = counter
  }
  return found
}

/** A new secret as authenticator apps take it: 160 bits in base32 (RFC 4226 §4 R6). */
export function newTotpSecret(): string {
  return toBase32(randomBytes(20))
}

/** What an app reads from a QR code. */
export function totpUrl(secret: string, { issuer, account }: { issuer: string; account: string }): string {
  const label = [issuer, account].map(encodeURIComponent).join(':')
  const query = `secret=${secret}&issuer=${encodeURIComponent(issuer)}`
  return `otpauth://totp/${label}?${query}&algorithm=SHA1&digits=${DIGITS}&period=${PERIOD}`
}

/** RFC 4648 §6, without padding. */
export function toBase32(bytes: Uint8Array): string {
  let [text, bits, value] = ['', 0, 0]
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xfff
    for (bits += 8; bits >= 5; bits -= 5) text += BASE32.charAt((value >>> (bits - 5)) & 31)
  }
  return bits > 0 ? text + BASE32.charAt((value << (5 - bits)) & 31) : text
}

/** The bytes of base32 that we wrote. */
export function fromBase32(text: string): Uint8Array {
  const bytes: number[] = []
  let [bits, value] = [0, 0]
  for (const letter of text) {
    value = ((value << 5) | BASE32.indexOf(letter)) & 0xfff
    bits += 5
    if (bits < 8) continue
    bits -= 8
    bytes.push((value >>> bits) & 255)
  }
  return Uint8Array.from(bytes)
}
