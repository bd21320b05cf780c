import type { Cell } from '../storage/dialect.ts'
import { basePlace, bindExpression } from './2-bind.ts'
import { compilePredicate } from './3-predicate.ts'
import type { Expression } from './ast.ts'
import type { Binder } from './binder.ts'
import type { Bound, Late, Operand } from './bound.ts'
import { type Language, language } from './operators.ts'
import { isLocal } from './predicate-operand.ts'
import { nobody, type RuleContext, type Scope, type ScopeCollection } from './scope.ts'

export interface PredicateRequest {
  readonly scope: Scope
  readonly collection: ScopeCollection
  readonly rule: Expression
  /** Is it a client's filter, held to contract data.md §5.8? Default: no. */
  readonly restrict?: boolean
  /** Are the records that will be asked about not stored yet (contract data.md §4.5)? Default: no. */
  readonly virtual?: boolean
}

/** Does the rule hold for a record with these cells, by field name, as they are stored? */
export type Predicate = (cells: Readonly<Record<string, Cell>>, context: RuleContext) => boolean

/**
 * A rule as a function on one record, when it looks at nothing but the record and the request; else undefined, and the
 * rule has to be asked as SQL. Both answer alike.
 * Errors: `RuleError` for whatever does not resolve.
 *
 * @example bindPredicate({ scope, collection, rule: parseRule("status = 'open'") })?.({ status: 'open' }, context) // true
 */
export function bindPredicate(request: PredicateRequest): Predicate | undefined {
  return bindPredicateIn(language, request)
}

/** The same in another language: tests plant faults in one to see that they are found. */
export function bindPredicateIn(spoken: Language, request: PredicateRequest): Predicate | undefined {
  const { scope, collection, rule, restrict = false, virtual = false } = request
  const binder: Binder = {
    scope,
    // No table has the empty name: the row stands for one that is not stored yet.
    base: basePlace(collection, virtual ? '' : collection.name),
    collection,
    draft: collection,
    roots: new Map(),
    isRestricted: restrict,
    isVirtual: virtual,
    guards: new Map(),
  }
  const bound = bindExpression(binder, rule)
  // The columns of a view are whatever its SELECT makes them, which only the database knows.
  if (collection.type === 'view' || !operandsOf(bound).every(isLocal)) return undefined
  return compileByRequester(spoken, bound, virtual)
}

function operandsOf(bound: Bound): readonly Operand[] {
  return bound.kind === 'compare' ? [bound.left, bound.right] : bound.parts.flatMap(operandsOf)
}

/** What `@request.auth.x` means depends on the requester's collection, so there is one function for each. */
function compileByRequester(spoken: Language, bound: Bound, isVirtual: boolean): Predicate {
  const compile = (context: RuleContext): Predicate =>
    compilePredicate({ language: spoken, context, isVirtual }, bound)
  const late = operandsOf(bound).filter((operand): operand is Late => operand.kind === 'late')
  const [first] = late
  if (!first) return compile(nobody)
  const kept = new Map<string, Predicate>()
  return (cells, context) => {
    const key = first.key(context)
    let predicate = kept.get(key)
    if (!predicate) {
      predicate = compile(context)
      kept.set(key, predicate)
    }
    return predicate(cells, context)
  }
}
