import type { Bound, BoundComparison, Operand } from './bound.ts'

/**
 * Does a bound text know of who asks nothing but the id, and only as a value beside others? Then one query can be asked
 * for many at once, with a column where the id would be handed over.
 *
 * @example knowsOnlyId(bound) // true for 'members_via_room.user ?= @request.auth.id'
 */
export function knowsOnlyId(bound: Bound): boolean {
  if (bound.kind !== 'compare') return bound.parts.every(knowsOnlyId)
  return isPlain(bound.left) && isPlain(bound.right) && !isPattern(bound)
}

/** A pattern is made of the value before it is handed over. */
function isPattern({ sign, right }: BoundComparison): boolean {
  return (sign === '~' || sign === '!~') && right.kind === 'request' && right.ofRequester !== undefined
}

function isPlain(operand: Operand): boolean {
  switch (operand.kind) {
    case 'request':
      return operand.ofRequester !== 'more'
    case 'late':
      return false
    case 'lower':
      return isPlain(operand.of)
    case 'call':
      return operand.args.every(isPlain)
    case 'constant':
    case 'literal':
    case 'column':
    case 'json':
    case 'length':
    case 'element':
    case 'changed':
      return true
  }
}
