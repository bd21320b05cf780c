import { apiError } from '../base/error.ts'
import { type IpList, ipList } from '../base/ip.ts'

const lists = new WeakMap<readonly string[], IpList>()

/**
 * May a superuser come from this address? An empty list lets all in (contract services.md §2.0.1, §7).
 *
 * @example maySuperuserComeFrom(settings.superuserIPs, '10.0.0.1')
 */
export function maySuperuserComeFrom(superuserIPs: readonly string[], ip: string): boolean {
  if (superuserIPs.length === 0) return true
  let isListed = lists.get(superuserIPs)
  if (!isListed) lists.set(superuserIPs, (isListed = ipList(superuserIPs)))
  return isListed(ip)
}

/** Errors: `forbidden` 403 for a superuser who comes from elsewhere. */
export function requireSuperuserIp(superuserIPs: readonly string[], ip: string): void {
  if (!maySuperuserComeFrom(superuserIPs, ip)) throw apiError('forbidden', {})
}
