import type { IncomingMessage } from 'node:http'
import { canonicalIp } from '../base/ip.ts'
import type { Settings } from '../settings/settings.ts'
import { type Exchange, incomingOf } from './respond.ts'

type TrustedProxy = Settings['trustedProxy']

/**
 * Where a request comes from, in the one form in which addresses are compared; '' where there is no socket. Headers
 * are only believed where the settings name them (contract services.md §7.3): anybody can send them.
 *
 * @example clientIp(house.settings.current.trustedProxy, exchange) // '10.0.0.1'
 */
export function clientIp(trusted: TrustedProxy, exchange: Exchange): string {
  const incoming = incomingOf(exchange)
  if (incoming) return incomingIp(trusted, incoming)
  return forwardedIp(trusted, (name) => exchange.req.raw.headers.get(name) ?? undefined) ?? ''
}

/** The same for a request that is no exchange: the handshake of a socket. */
export function incomingIp(trusted: TrustedProxy, incoming: IncomingMessage): string {
  // Of several lines of one header the last is the nearest proxy's.
  const forwarded = forwardedIp(trusted, (name) => incoming.headersDistinct[name]?.at(-1))
  return forwarded ?? canonicalIp(incoming.socket.remoteAddress ?? '') ?? ''
}

function forwardedIp(
  { headers, useLeftmostIP }: TrustedProxy,
  lastLine: (name: string) => string | undefined,
): string | undefined {
  for (const name of headers) {
    const items = lastLine(name.toLowerCase())?.split(',') ?? []
    const inOrder = useLeftmostIP ? items : items.toReversed()
    for (const item of inOrder) {
      const found = canonicalIp(item.trim())
      if (found !== undefined) return found
    }
  }
  return undefined
}
