import { isUnlimited } from '../base/actor.ts'
import { apiError } from '../base/error.ts'
import { andThen, isLate, type Now } from '../base/now.ts'
import { fieldPicker, type Picker } from '../records/pick.ts'
import { type Ask, withBody } from '../records/request.ts'
import { askOf } from './ask.ts'
import { bringsBody, readObject } from './body.ts'
import { envelope } from './envelope.ts'
import type { HttpHouse } from './house.ts'
import type { Exchange } from './respond.ts'

/** What a route answers: JSON text, or nothing (204). */
export type Answer = string | undefined

/** A route's own part: five lines, no logic. */
export type Handler = (exchange: Exchange, ask: Ask) => Now<Answer>

/** A handler as Hono calls it. Stays synchronous as long as everything under it does. */
export type Served = (exchange: Exchange) => Now<Response>

/**
 * Put a handler behind the door: who asks is found out, its answer written, and every thrown thing becomes the
 * envelope.
 *
 * @example app.get('/api/health', serve(house, () => '{"code":200}'))
 */
export function serve(house: HttpHouse, handle: Handler): Served {
  return (exchange) => {
    try {
      const fields = exchange.req.query('fields')
      const picker = fields ? fieldPicker(fields) : undefined
      const answer = andThen(askOf(house, exchange), (ask) =>
        bringsBody(exchange)
          ? withItsBody(exchange, ask).then((whole) => handle(exchange, whole))
          : handle(exchange, ask),
      )
      if (!isLate(answer)) return write(house, exchange, answer, picker)
      return answer
        .then((text) => write(house, exchange, text, picker))
        .catch((error: unknown) => refuse(house, exchange, error))
    } catch (error) {
      return refuse(house, exchange, error)
    }
  }
}

/** The same for what only superusers may do: 401 for guests, 403 for others (contract data.md §1.3). */
export function serveSuperuser(house: HttpHouse, handle: Handler): Served {
  return serve(house, (exchange, ask) => {
    if (ask.actor.kind === 'guest') throw apiError('sign_in_needed', {})
    if (ask.actor.kind !== 'superuser') throw apiError('forbidden', {})
    if (!isUnlimited(ask.actor)) throw apiError('scope_refused', {})
    return handle(exchange, ask)
  })
}

/** Rules see the body of a request that needs none, too (contract data.md §1.6). */
async function withItsBody(exchange: Exchange, ask: Ask): Promise<Ask> {
  return { ...ask, context: withBody(ask.context, await readObject(exchange)) }
}

function write(house: HttpHouse, exchange: Exchange, answer: Answer, picker: Picker | undefined): Response {
  if (answer === undefined) return house.respond.nothing(exchange)
  return house.respond.json(exchange, 200, picker ? picker(answer) : answer)
}

/** The answer to an error. */
export function refuse(house: HttpHouse, exchange: Exchange, error: unknown): Response {
  const { status, body } = envelope(error, house.storage.sql, house.log)
  return house.respond.json(exchange, status, body)
}
