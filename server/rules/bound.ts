import type { RawBuilder } from 'kysely'
import type { Cell, SqlDialect } from '../storage/dialect.ts'
import type { Call, Sign, Term } from './ast.ts'
import type { RuleContext, ScopeCollection, ScopeField } from './scope.ts'
import type { Value } from './value.ts'

/** The tree after binding: every name has become a value with a known place. Both emitters read it. */
export type Bound = BoundJoin | BoundComparison

export interface BoundJoin {
  readonly kind: 'all' | 'any'
  readonly parts: readonly Bound[]
}

export interface BoundComparison {
  readonly kind: 'compare'
  readonly sign: Sign
  readonly isAny: boolean
  readonly left: Operand
  readonly right: Operand
  /** Did a client write it? Then it learns nothing of addresses that are not to be seen (contract data.md §5.8). */
  readonly isRestricted: boolean
}

/** One side of a comparison. */
export type Operand = Settled | Late

/** An operand whose meaning is the same for every request. */
export type Settled =
  | Constant
  | Literal
  | Request
  | Column
  | Json
  | Length
  | Element
  | Lower
  | Changed
  | Called

/** A text or a number of the rule's own text: a parameter that never changes. */
export interface Constant {
  readonly kind: 'constant'
  readonly value: string | number
}

/** `null`, `true`, `false`: they stand in the SQL itself. */
export interface Literal {
  readonly kind: 'literal'
  readonly value: null | boolean
}

/** A value that the request alone decides: `@now`, `@request.method`, `@request.body.title`. */
export interface Request {
  readonly kind: 'request'
  read(this: void, context: RuleContext): Cell
  /** Is it a date of the canonical layout whoever asks? */
  readonly isDate?: boolean
  /** Does it tell something of who asks: the id as it is, or more? */
  readonly ofRequester?: 'id' | 'more'
}

export interface Column {
  readonly kind: 'column'
  readonly place: Place
  readonly field: ScopeField
}

/** A JSON or geo field, or something inside of it. */
export interface Json {
  readonly kind: 'json'
  readonly place: Place
  readonly field: ScopeField
  readonly path: readonly (string | number)[]
}

/** `:length` of a select, relation or file. */
export interface Length {
  readonly kind: 'length'
  readonly of: Column
}

/** `:each`: one element of a list, whose items are a place of their own. */
export interface Element {
  readonly kind: 'element'
  readonly place: Place
}

export interface Lower {
  readonly kind: 'lower'
  readonly of: Settled
}

/** `@request.body.field:changed`. */
export interface Changed {
  readonly kind: 'changed'
  readonly stored: Column | Json
  readonly submitted: Request
  readonly isSubmitted: Request
}

export interface Called {
  readonly kind: 'call'
  readonly definition: FunctionDefinition
  readonly args: readonly Settled[]
}

/** A function of the language, with its two faces. */
export interface FunctionDefinition {
  readonly name: string
  /** Does a list among its arguments make it list-like too, so that all values must satisfy a comparison? */
  readonly hasQuantifier: boolean
  /** Is NULL something else than an empty text in its result? */
  readonly isExact: boolean
  /** Check the arguments and bind them. Errors: `RuleError`. */
  bind(call: Call, bindTerm: (term: Term) => Operand): readonly Operand[]
  sql(dialect: SqlDialect, args: readonly RawBuilder<unknown>[]): RawBuilder<unknown>
  /** The same in memory; undefined when only the database can tell. */
  test(args: readonly Settled[]): ((values: readonly Value[]) => Value) | undefined
}

/** What this is depends on the request: `@request.auth.team.name` on which collection the requester is of. */
export interface Late {
  readonly kind: 'late'
  /** Equal keys resolve to equal operands. */
  key(this: void, context: RuleContext): string
  resolve(this: void, context: RuleContext): Settled
  /** Can it be read without any table, whoever asks? */
  readonly isLocal: boolean
}

/** A source of rows: the base, or a join that a path leads to. Equal paths share one place (contract data.md §5.7). */
export interface Place {
  readonly link: Link
  /** The collection whose rows these are; the items of a list have none. */
  readonly collection: ScopeCollection | undefined
  readonly parent: Place | undefined
  /** May there be several rows for one row of the base? */
  readonly isMulti: boolean
  /** The places that are reached from here, by step. */
  readonly steps: Map<string, Place>
}

/** How the rows of a place are found. */
export type Link =
  /** The caller's FROM. */
  | { readonly kind: 'base'; readonly table: string }
  /** The requester's own record: its cells come with the request, so it needs no join. */
  | { readonly kind: 'requester' }
  /** Another place, as the base of a rule of its own. */
  | { readonly kind: 'same'; readonly as: Place }
  /** The elements of a stored or submitted list. */
  | { readonly kind: 'items'; readonly list: Column | Request }
  /** The record that a relation names. */
  | { readonly kind: 'named'; readonly id: Column | Element }
  /** The records whose relation field names the parent's record. */
  | { readonly kind: 'naming'; readonly field: ScopeField; readonly id: Column }
  /** The records that the body's relation names. */
  | { readonly kind: 'submitted'; readonly ids: Request }
  /** All rows: `@collection.x`. */
  | { readonly kind: 'every' }

/** Follow a `late` operand to what it is for this request. */
export function settle(operand: Operand, context: RuleContext): Settled {
  return operand.kind === 'late' ? operand.resolve(context) : operand
}

/** The places that an operand reads. */
export function placesOf(operand: Settled): readonly Place[] {
  switch (operand.kind) {
    case 'column':
    case 'json':
    case 'element':
      return [operand.place]
    case 'length':
      return [operand.of.place]
    case 'lower':
      return placesOf(operand.of)
    case 'changed':
      return [operand.stored.place]
    case 'call':
      return operand.args.flatMap(placesOf)
    case 'constant':
    case 'literal':
    case 'request':
      return []
  }
}

/** Does the operand have several values for one row of the base, all of which must satisfy a plain comparison? */
export function isMulti(operand: Settled): boolean {
  if (operand.kind === 'call' && !operand.definition.hasQuantifier) return false
  return placesOf(operand).some((place) => place.isMulti)
}
