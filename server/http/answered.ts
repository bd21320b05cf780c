import type { IncomingMessage } from 'node:http'
import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import { andThen, type Now } from '../base/now.ts'
import type { AnsweredListener } from '../ops/answered-request.ts'
import type { Exchange, HttpApp } from './respond.ts'
import { Visit } from './visit.ts'

/** What the seam needs of the house. */
export interface AnsweredHouse {
  /** Who is told of every answered request: push a plain function. */
  readonly answered: AnsweredListener[]
  readonly clock: Clock
  readonly log: Log
}

type Fetch = HttpApp['fetch']

/**
 * Tell `house.answered` of every request that `fetch` answers, whichever route wrote the answer: the one seam of logs
 * and metrics. What the door learns on the way (`seeVisitor`, `seeFailure`, `beQuiet`) is noted on the exchange.
 *
 * With no listener it costs nothing; else one object, and no promise as long as the answer comes at once (measured on
 * Node 24: 0.13 us a request). Of WebSockets only the handshakes that are turned away count (`tellRefused`).
 *
 * @example
 * const app = { fetch: answering(house, router(house).fetch) }
 * house.answered.push(({ route, status, duration }) => count(route, status, duration))
 */
export function answering(house: AnsweredHouse, fetch: Fetch): Fetch {
  return (request, env, context) => {
    const bindings: Bindings = env ?? {}
    const visit = beginVisit(house, request, bindings.incoming)
    if (!visit) return fetch(request, env, context)
    bindings.visit = visit
    return endVisit(house, visit, fetch(request, bindings, context))
  }
}

interface Bindings {
  readonly incoming?: IncomingMessage
  visit?: Visit
}

/** A request came in; undefined while nobody wants to be told of its answer. */
export function beginVisit(
  { answered, clock }: AnsweredHouse,
  request: Request | undefined,
  incoming: IncomingMessage | undefined,
): Visit | undefined {
  return answered.length === 0 ? undefined : new Visit(request, incoming, clock.steady())
}

/** Its answer is there, or on its way: whoever listens is told when it is, and it is handed on as it is. */
export function endVisit<T extends { readonly status: number }>(
  house: AnsweredHouse,
  visit: Visit,
  answer: Now<T>,
): Now<T> {
  return andThen(answer, (ready) => {
    visit.status = ready.status
    visit.duration = house.clock.steady() - visit.startedAt
    tell(house, visit)
    return ready
  })
}

/** A handshake was turned away: it never came to the router. */
export function tellRefused(house: AnsweredHouse, request: IncomingMessage, refusal: Refusal): void {
  const visit = new Visit(undefined, request, house.clock.steady())
  tell(house, Object.assign(visit, { ...refusal, error: new Error(refusal.error) }))
}

interface Refusal {
  readonly status: number
  readonly error: string
  readonly ip: string
}

function tell({ answered, log }: AnsweredHouse, visit: Visit): void {
  for (const listen of answered) {
    try {
      listen(visit)
    } catch (error) {
      // Neither who asked nor the other listeners have anything to do with it.
      log.error({ err: error }, 'a listener for answered requests failed')
    }
  }
}

/** It is known who asks, and from where. */
export function seeVisitor(exchange: Exchange, actor: Visit['actor'], ip: string): void {
  const visit = exchange.env?.visit
  if (!visit) return
  visit.exchange = exchange
  visit.actor = actor
  visit.ip = ip
}

/** It went wrong: `error` is what was thrown, before it is put into words for the caller. */
export function seeFailure(exchange: Exchange, error: unknown, ip: string): void {
  const visit = exchange.env?.visit
  if (!visit) return
  visit.exchange = exchange
  visit.error = error
  visit.ip = ip
}

/** Only a failure of this request is anything for the logs (contract services.md §6.1). */
export function beQuiet(exchange: Exchange): void {
  const visit = exchange.env?.visit
  if (!visit) return
  visit.exchange = exchange
  visit.isQuiet = true
}
