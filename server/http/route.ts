import { MfaNeeded } from '../auth/mfa.ts'
import { isUnlimited } from '../base/actor.ts'
import { apiError } from '../base/error.ts'
import { andThen, isLate, type Now } from '../base/now.ts'
import { fieldPicker, type Picker } from '../records/pick.ts'
import { type Ask, withBody } from '../records/request.ts'
import type { LimitedAction } from '../settings/limited-action.ts'
import { beQuiet, seeFailure } from './answered.ts'
import { askOf } from './ask.ts'
import { BODY_LIMIT, bringsBody, readObject } from './body.ts'
import { refuseDeclared } from './body-bytes.ts'
import { clientIp } from './client-ip.ts'
import { LARGE } from './compress.ts'
import { envelope } from './envelope.ts'
import type { HttpHouse } from './house.ts'
import { limitRequest } from './limit.ts'
import { type Exchange, toResponse, type Written } from './respond.ts'

/** What a route answers: JSON text, or nothing (204). */
export type Answer = string | undefined

/** A route's own part: five lines, no logic. */
export type Handler = (exchange: Exchange, ask: Ask) => Now<Answer>

/** What the door has to know of a route. */
export interface ServeOptions {
  /** What rate limits call it, where it does something with the collection of its address. */
  readonly action?: LimitedAction | undefined
  /** Refuses by throwing before anything of the body is read: who asks, and for what, comes before what they send. */
  readonly guard?: (ask: Ask, exchange: Exchange) => void
  /** Does it have a limit of its own for the body, or none at all? */
  readonly setsBodyLimit?: boolean
  /** Is only a failure of it anything for the logs (contract services.md §6.1)? */
  readonly isQuiet?: boolean
}

/** Answers an exchange. Stays synchronous as long as everything under it does, and never throws. */
export type Answering = (exchange: Exchange) => Now<Written>

/** A handler as Hono calls it, and what it answers before that is a Response (`direct.ts`). */
export interface Served {
  (exchange: Exchange): Now<Response>
  readonly answer: Answering
}

/**
 * Put a handler behind the door: who asks is found out, its answer written, and every thrown thing becomes the
 * envelope.
 *
 * @example app.get('/api/health', serve(house, () => '{"code":200}'))
 */
export function serve(house: HttpHouse, handle: Handler, options: ServeOptions = {}): Served {
  const answer = makeAnswering(house, handle, options)
  return Object.assign((exchange: Exchange) => andThen(answer(exchange), toResponse), { answer })
}

function makeAnswering(
  house: HttpHouse,
  handle: Handler,
  { action, guard, setsBodyLimit, isQuiet }: ServeOptions,
): Answering {
  return (exchange) => {
    try {
      if (isQuiet) beQuiet(exchange)
      const fields = exchange.req.query('fields')
      const picker = fields ? fieldPicker(fields) : undefined
      const answer = andThen(askOf(house, exchange), (ask) => {
        if (house.rateLimits.isOn) limitRequest(house, exchange, ask, action)
        if (!setsBodyLimit) refuseDeclared(exchange, BODY_LIMIT)
        if (guard) guard(ask, exchange)
        return bringsBody(exchange)
          ? withItsBody(exchange, ask).then((whole) => handle(exchange, whole))
          : handle(exchange, ask)
      })
      if (!isLate(answer)) return write(house, exchange, answer, picker)
      return answer
        .then((text) => write(house, exchange, text, picker))
        .catch((error: unknown) => refusal(house, exchange, error))
    } catch (error) {
      return refusal(house, exchange, error)
    }
  }
}

/** The same for what only superusers may do: 401 for guests, 403 for others (contract data.md §1.3). */
export function serveSuperuser(house: HttpHouse, handle: Handler, options: ServeOptions = {}): Served {
  return serve(house, handle, { ...options, guard: requireSuperuser })
}

/** Errors: `sign_in_needed` 401 for guests; `forbidden`, `scope_refused` 403 for whoever else may not do everything. */
export function requireSuperuser({ actor }: Ask): void {
  if (actor.kind === 'guest') throw apiError('sign_in_needed', {})
  if (actor.kind !== 'superuser') throw apiError('forbidden', {})
  if (!isUnlimited(actor)) throw apiError('scope_refused', {})
}

/** Rules see the body of a request that needs none, too (contract data.md §1.6). */
async function withItsBody(exchange: Exchange, ask: Ask): Promise<Ask> {
  return { ...ask, context: withBody(ask.context, await readObject(exchange)) }
}

function write(
  house: HttpHouse,
  exchange: Exchange,
  answer: Answer,
  picker: Picker | undefined,
): Now<Written> {
  if (answer === undefined) return house.respond.nothing(exchange)
  const text = picker ? picker(answer) : answer
  if (house.compress && text.length >= LARGE) return house.compress(exchange, text)
  return house.respond.json(exchange, 200, text)
}

/** The answer to an error. */
export function refuse(house: HttpHouse, exchange: Exchange, error: unknown): Response {
  return toResponse(refusal(house, exchange, error))
}

function refusal(house: HttpHouse, exchange: Exchange, error: unknown): Written {
  // The wish for a second factor is an answer like any other.
  if (!(error instanceof MfaNeeded))
    seeFailure(exchange, error, clientIp(house.settings.current.trustedProxy, exchange))
  const { status, body } = envelope(error, house.storage.sql, house.log)
  return house.respond.json(exchange, status, body)
}
