import { isIP, isIPv4 } from 'node:net'
import ipaddr from 'ipaddr.js'

type Address = ipaddr.IPv4 | ipaddr.IPv6

/** What addresses are compared with: single ones, and ranges such as `10.0.0.0/8`. */
export type IpList = (address: string) => boolean

const V4 = 32
const V6 = 128
/** The bits in front of an IPv4 address that is written as IPv6 (RFC 4291 §2.5.5.2). */
const MAPPED = 96

/**
 * The one form in which addresses are compared (contract services.md §7.3, §12.4): IPv4 as it is, IPv4 that is written
 * as IPv6 as IPv4, IPv6 with all its digits and without a zone. Undefined for what is no address.
 *
 * @example canonicalIp('::ffff:10.0.0.1') // '10.0.0.1'
 * @example canonicalIp('2001:db8::1') // '2001:0db8:0000:0000:0000:0000:0000:0001'
 */
export function canonicalIp(text: string): string | undefined {
  if (isIPv4(text)) return text
  // As a socket that listens to both kinds says it, with every request.
  const mapped = text.startsWith('::ffff:') ? text.slice(7) : ''
  if (isIPv4(mapped)) return mapped
  const address = parse(text)
  return address && (isV4(address) ? address.toString() : address.parts.map(group).join(':'))
}

/**
 * Make the test whether an address is in a list. Entries that are no address are skipped: the list was checked when
 * it was saved.
 *
 * @example ipList(['10.0.0.0/8'])('::ffff:10.1.2.3') // true
 */
export function ipList(entries: readonly string[]): IpList {
  const ranges = entries.map(rangeOf).filter((range) => range !== undefined)
  return (text) => {
    const address = parse(text)
    return address !== undefined && ranges.some(([base, bits]) => contains(base, bits, address))
  }
}

/** One of the eight groups of an IPv6 address. */
function group(part: number): string {
  return part.toString(16).padStart(4, '0')
}

function rangeOf(entry: string): readonly [Address, number] | undefined {
  const [text = '', bits] = entry.split('/')
  const address = parse(text)
  if (!address) return undefined
  const most = isV4(address) ? V4 : V6
  if (bits === undefined) return [address, most]
  // A range of IPv4 that is written as IPv6 counts the bits of the prefix, too.
  const own = isV4(address) && !isIPv4(text) ? Number(bits) - MAPPED : Number(bits)
  return own >= 0 && own <= most ? [address, own] : undefined
}

function contains(base: Address, bits: number, address: Address): boolean {
  if (isV4(base)) return isV4(address) && address.match(base, bits)
  return !isV4(address) && address.match(base, bits)
}

function parse(text: string): Address | undefined {
  const bare = text.replace(/%.*$/, '')
  return isIP(bare) === 0 ? undefined : ipaddr.process(bare)
}

function isV4(address: Address): address is ipaddr.IPv4 {
  return address.kind() === 'ipv4'
}
