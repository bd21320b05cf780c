import type { Actor } from '../base/actor.ts'
import type { RuleContext } from '../rules/scope.ts'
import type { Uploads } from './uploads.ts'

/** Who asks, and with what: made once at the door, handed to every verb. */
export interface Ask {
  readonly actor: Actor
  /** What rules see of the request. Verbs replace its body by the normalised one. */
  readonly context: RuleContext
  /** The `expand` of the address; empty for none. */
  readonly expand: string
  /** Where the request comes from (`base/ip.ts`); absent where it came through no door. */
  readonly ip?: string
  /** The files that came with the request. */
  readonly uploads?: Uploads
  /** Of the request that came through the door; absent where nothing of it is logged. */
  readonly remarks?: Remarks | undefined
}

/** What own code has to say in the log about a request: `meta` of contract services.md §6.1. */
export interface Remarks {
  meta: Readonly<Record<string, unknown>> | undefined
}

/** What a request brings that most rules never look at: taken apart when one does. */
export type RequestParts = Pick<RuleContext, 'query' | 'headers'>

/** What every rule may look at. */
type Known = Pick<RuleContext, 'now' | 'method' | 'context' | 'auth' | 'body'>

/**
 * What rules see of a request. A class, because the context of every request has to have the same hidden class: a
 * literal with getters gets one of its own each time, which keeps the request alive (measured: 33 against 20 us of
 * CPU a GET).
 */
export class RequestContext implements RuleContext {
  readonly now: number
  readonly method: string
  readonly context: string
  readonly auth: RuleContext['auth']
  readonly body: Readonly<Record<string, unknown>>
  readonly parts: RequestParts

  constructor({ now, method, context, auth, body }: Known, parts: RequestParts) {
    this.now = now
    this.method = method
    this.context = context
    this.auth = auth
    this.body = body
    this.parts = parts
  }

  get query(): RuleContext['query'] {
    return this.parts.query
  }

  get headers(): RuleContext['headers'] {
    return this.parts.headers
  }
}

/** The same context with another body. Query and headers stay as lazy as they were. */
export function withBody(context: RuleContext, body: RuleContext['body']): RuleContext {
  return new RequestContext({ ...knownOf(context), body }, partsOf(context))
}

/** The same context for rules that are asked on behalf of an expand, a file, a socket. */
export function withPurpose(context: RuleContext, purpose: string): RuleContext {
  return new RequestContext({ ...knownOf(context), context: purpose }, partsOf(context))
}

/** The same context as another requester has it. */
export function withAuth(context: RuleContext, auth: RuleContext['auth']): RuleContext {
  return new RequestContext({ ...knownOf(context), auth }, partsOf(context))
}

function knownOf({ now, method, context, auth, body }: RuleContext): Known {
  return { now, method, context, auth, body }
}

function partsOf(context: RuleContext): RequestParts {
  return context instanceof RequestContext ? context.parts : context
}
