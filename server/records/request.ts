import type { Actor } from '../base/actor.ts'
import type { RuleContext } from '../rules/scope.ts'

/** Who asks, and with what: made once at the door, handed to every verb. */
export interface Ask {
  readonly actor: Actor
  /** What rules see of the request. Verbs replace its body by the normalised one. */
  readonly context: RuleContext
  /** The `expand` of the address; empty for none. */
  readonly expand: string
  /** Where the request comes from (`base/ip.ts`); absent where it came through no door. */
  readonly ip?: string
}

/**
 * The same context with another body, and whatever else is named. Query and headers stay as lazy as they were:
 * the new context stands on the old one instead of copying it.
 */
export function withBody(context: RuleContext, body: Readonly<Record<string, unknown>>): RuleContext {
  return Object.create(context, { body: { value: body, enumerable: true } })
}

/** The same context for rules that are asked on behalf of an expand, a file, a socket. */
export function withPurpose(context: RuleContext, purpose: string): RuleContext {
  return Object.create(context, { context: { value: purpose, enumerable: true } })
}
