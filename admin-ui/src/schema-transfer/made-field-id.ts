const CRC32 = 0xedb88320

/**
 * The id that the server gives to a field that comes without one: the type and the CRC-32 of the name.
 *
 * @example madeFieldId('text', 'title') // 'text724990059'
 */
export function madeFieldId(type: string, name: string): string {
  let sum = 0xffffffff
  for (const byte of new TextEncoder().encode(name)) {
    sum ^= byte
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ CRC32 : sum >>> 1
  }
  return `${type}${(sum ^ 0xffffffff) >>> 0}`
}
