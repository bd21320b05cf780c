import type { Cell } from '../storage/dialect.ts'
import type { RuleContext } from './scope.ts'

/** A parameter of a compiled statement whose value each request decides anew. */
export class Slot {
  /** The value for this request. */
  readonly read: (context: RuleContext) => Cell

  constructor(read: (context: RuleContext) => Cell) {
    this.read = read
  }
}

/**
 * The parameters of a compiled query for one request: constants as they are, slots read.
 * Errors: a plain `Error` for a parameter that is neither; only a fault of ours makes one.
 *
 * @example database.all(query.sql, fillSlots(query.parameters, context))
 */
export function fillSlots(parameters: readonly unknown[], context: RuleContext): Cell[] {
  return parameters.map((parameter) => {
    if (parameter instanceof Slot) return parameter.read(context)
    if (typeof parameter === 'string' || typeof parameter === 'number' || parameter === null) return parameter
    throw new Error(`A statement holds a parameter of type ${typeof parameter}.`)
  })
}
