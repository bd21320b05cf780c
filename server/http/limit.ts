import { isSuperuser } from '../base/actor.ts'
import { apiError } from '../base/error.ts'
import { andThen, type Now } from '../base/now.ts'
import type { Ask } from '../records/request.ts'
import type { LimitedAction } from '../settings/limited-action.ts'
import type { LimitedRequest } from '../settings/rate-limits.ts'
import { askOf } from './ask.ts'
import { clientIp } from './client-ip.ts'
import type { HttpHouse } from './house.ts'
import { type Exchange, header } from './respond.ts'
import { stopReading } from './stop-reading.ts'

/**
 * Count a request before anything of its body is read. `action` is for routes that have a collection in their
 * address; where there is no such collection, only the address counts.
 *
 * Errors: `requests_too_many` 429.
 *
 * @example if (house.rateLimits.isOn) limitRequest(house, exchange, ask, limitedActions.list)
 */
export function limitRequest(
  house: HttpHouse,
  exchange: Exchange,
  { actor, ip = '' }: Ask,
  action?: LimitedAction,
): void {
  if (isSuperuser(actor)) return
  const { rateLimits, catalog } = house
  const request = requestOf(exchange, actor.kind === 'guest', ip)
  const collection = action && catalog.current.find(exchange.req.param('collection') ?? '')
  const isAllowed =
    action && collection ? rateLimits.allowsAction(request, collection, action) : rateLimits.allows(request)
  if (!isAllowed) refuseOneTooMany(exchange)
}

/**
 * Who asks, once it is counted: for routes that write their answers themselves.
 *
 * Errors: `forbidden` 403, `requests_too_many` 429.
 *
 * @example const ask = await askCounted(house, exchange, limitedActions.file)
 */
export function askCounted(house: HttpHouse, exchange: Exchange, action?: LimitedAction): Now<Ask> {
  return andThen(askOf(house, exchange), (ask) => {
    if (house.rateLimits.isOn) limitRequest(house, exchange, ask, action)
    return ask
  })
}

/**
 * Count a request of a route where nobody is asked who they are.
 *
 * Errors: `requests_too_many` 429.
 */
export function limitVisitor(house: HttpHouse, exchange: Exchange): void {
  if (!house.rateLimits.isOn) return
  const ip = clientIp(house.settings.current.trustedProxy, exchange)
  if (!house.rateLimits.allows(requestOf(exchange, true, ip))) refuseOneTooMany(exchange)
}

function requestOf({ req }: Exchange, isGuest: boolean, ip: string): LimitedRequest {
  return { isGuest, ip, method: req.method, path: req.path }
}

function refuseOneTooMany(exchange: Exchange): never {
  const declared = header(exchange, 'content-length')
  const isOpen = header(exchange, 'transfer-encoding') !== undefined
  stopReading(exchange, isOpen ? Infinity : Number(declared ?? 0))
  throw apiError('requests_too_many', {})
}
