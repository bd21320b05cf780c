import { requireSuperuserIp } from '../auth/superuser-ips.ts'
import { type Actor, isSuperuser } from '../base/actor.ts'
import { andThen, type Now } from '../base/now.ts'
import { type Ask, RequestContext, type RequestParts } from '../records/request.ts'
import type { RuleAuth, RuleContext } from '../rules/scope.ts'
import { seeVisitor } from './answered.ts'
import { clientIp } from './client-ip.ts'
import type { HttpHouse } from './house.ts'
import { type Exchange, header, incomingOf } from './respond.ts'

const nothing: Readonly<Record<string, never>> = Object.freeze(Object.create(null))

/**
 * Who asks and with what. Query and headers are only taken apart when a rule looks at them: most rules never do.
 *
 * Errors: `forbidden` 403 for a superuser from an address that the settings do not list, on any route.
 *
 * @example andThen(askOf(house, exchange), ask => listRecords(house, ask, name, query))
 */
export function askOf(house: HttpHouse, exchange: Exchange): Now<Ask> {
  house.storage.enterTurn()
  return andThen(house.identify(header(exchange, 'authorization')), (actor) => {
    const { superuserIPs, trustedProxy } = house.settings.current
    const ip = clientIp(trustedProxy, exchange)
    seeVisitor(exchange, actor, ip)
    if (isSuperuser(actor)) requireSuperuserIp(superuserIPs, ip)
    return {
      actor,
      context: contextOf(house, exchange, actor),
      expand: exchange.req.query('expand') ?? '',
      ip,
      remarks: exchange.env?.visit,
    }
  })
}

function contextOf(house: HttpHouse, exchange: Exchange, actor: Actor): RuleContext {
  const { method } = exchange.req
  return new RequestContext(
    { now: house.clock.now(), method, context: 'default', auth: authOf(actor), body: nothing },
    new HttpParts(exchange),
  )
}

class HttpParts implements RequestParts {
  readonly #exchange: Exchange
  #query: RequestParts['query'] | undefined
  #headers: RequestParts['headers'] | undefined

  constructor(exchange: Exchange) {
    this.#exchange = exchange
  }

  get query(): RequestParts['query'] {
    return (this.#query ??= this.#exchange.req.query())
  }

  get headers(): RequestParts['headers'] {
    return (this.#headers ??= headersOf(this.#exchange))
  }
}

function authOf(actor: Actor): RuleAuth | null {
  return actor.kind === 'guest' ? null : actor
}

/** Header names in snake case: `X-Token` is `x_token` (contract data.md §5.4). */
function headersOf(exchange: Exchange): Readonly<Record<string, string>> {
  const found: Record<string, string> = Object.create(null)
  const incoming = incomingOf(exchange)
  const pairs = incoming ? Object.entries(incoming.headers) : exchange.req.raw.headers.entries()
  for (const [name, value] of pairs) {
    const first = Array.isArray(value) ? value[0] : value
    if (first !== undefined && name !== 'host')
      found[name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')] = first
  }
  return found
}
