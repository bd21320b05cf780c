import { keepRedirectName } from '../../auth/redirect-names.ts'
import { beQuiet } from '../answered.ts'
import { readTexts } from '../body.ts'
import { clientIp } from '../client-ip.ts'
import type { HttpHouse } from '../house.ts'
import { limitVisitor } from '../limit.ts'
import type { Exchange, HttpApp } from '../respond.ts'
import { refuse } from '../route.ts'

const PATH = '/api/oauth2-redirect'
const TOPIC = '@oauth2'
/** Pages of the admin UI that tell people to close the window. */
const PAGES = '../_/#/auth/oauth2-redirect'

/**
 * Where providers send people back to: contract services.md §2.5. The state names the connection of the client that
 * sent them, which waits on `@oauth2` for the code, by an event stream or by a WebSocket: once, and at the same address.
 * Nothing that comes with the request says where to go next.
 */
export function oauth2RedirectRoutes(app: HttpApp, house: HttpHouse): void {
  app.get(PATH, (exchange) => {
    beQuiet(exchange)
    limitVisitor(house, exchange)
    // What looks at a link without following it must not use it up.
    const isTold = exchange.req.method !== 'HEAD' && handOver(house, exchange, exchange.req.query())
    return redirect(house, exchange, 307, isTold)
  })

  app.post(PATH, async (exchange) => {
    beQuiet(exchange)
    try {
      limitVisitor(house, exchange)
      return redirect(house, exchange, 303, handOver(house, exchange, await readTexts(exchange)))
    } catch (error) {
      return refuse(house, exchange, error)
    }
  })
}

/** Says whether the client has a code now. It is told of an error, too, so that it can give up. */
function handOver(house: HttpHouse, exchange: Exchange, given: Readonly<Record<string, unknown>>): boolean {
  const [state, code, error] = [textOf(given['state']), textOf(given['code']), textOf(given['error'])]
  const address = clientIp(house.settings.current.trustedProxy, exchange)
  const data = error === '' ? { state, code } : { state, code, error }
  if (!house.hub.tellOnce(state, TOPIC, { address, data })) return false
  keepRedirectName(code, textOf(given['user']))
  return error === '' && code !== ''
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function redirect(house: HttpHouse, exchange: Exchange, status: 303 | 307, isTold: boolean): Response {
  const location = `${PAGES}-${isTold ? 'success' : 'failure'}`
  return new Response(null, { status, headers: { ...house.respond.headers(exchange), location } })
}
