/** The rule language (contract data.md §5): parse a text, bind it to a collection, ask it as SQL or in memory. */
export { parseRule, parseSort } from './1-parse.ts'
export { RuleError, type SortKey } from './ast.ts'
export { bindConditions, type Conditions, type Pieces } from './conditions.ts'
export { bindPredicate, type Predicate } from './predicate.ts'
export { fillSlots, Slot } from './slot.ts'
