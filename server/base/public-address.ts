import ipaddr from 'ipaddr.js'

/** Where the public part of IPv6 lies (RFC 4291 §2.4); every other prefix has another purpose. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3')

/**
 * Does this IP address lie on the public internet? Loopback, private and link-local ones do not, nor what is reserved,
 * nor IPv6 that carries an IPv4 address inside (mapped, NAT64, 6to4, Teredo): what it leads to is another's decision.
 *
 * @example isPublicAddress('169.254.169.254') // false
 * @example isPublicAddress('2606:4700::1111') // true
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false
  const address = ipaddr.parse(text)
  if (address.range() !== 'unicast') return false
  return address.kind() === 'ipv4' || address.match(GLOBAL_UNICAST)
}
