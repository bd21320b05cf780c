/** The tree that a rule, a filter or a sort is parsed into: names are not looked up yet. */

/** Where a piece of a rule stands in its text: from the first character to after the last, in UTF-16 units. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** A mistake in a rule, a filter or a sort, and where it is. Callers turn it into the contract's errors. */
export class RuleError extends Error {
  readonly from: number
  readonly to: number

  constructor(message: string, span: Span) {
    super(message)
    this.name = 'RuleError'
    this.from = span.from
    this.to = span.to
  }
}

/** The comparisons; with `?` before one of them, any related value is enough. */
export type Sign = '=' | '!=' | '>' | '>=' | '<' | '<=' | '~' | '!~'

export const signs: readonly Sign[] = ['=', '!=', '>', '>=', '<', '<=', '~', '!~']

export type Expression = Joined | Comparison

/** Parts joined by `&&` (`all`) or `||` (`any`). */
export interface Joined extends Span {
  readonly kind: 'all' | 'any'
  readonly parts: readonly Expression[]
}

export interface Comparison extends Span {
  readonly kind: 'compare'
  readonly sign: Sign
  /** Was it written with `?`: is one of several values enough? */
  readonly isAny: boolean
  readonly left: Term
  readonly right: Term
}

/** What stands on one side of a comparison. */
export type Term = Name | Text | Digits | Call

export interface Name extends Span {
  readonly kind: 'name'
  readonly name: string
}

export interface Text extends Span {
  readonly kind: 'text'
  readonly value: string
}

export interface Digits extends Span {
  readonly kind: 'number'
  readonly value: number
}

export interface Call extends Span {
  readonly kind: 'call'
  readonly name: string
  readonly args: readonly Term[]
}

/** One key of a sort. */
export interface SortKey extends Span {
  readonly name: string
  readonly isDescending: boolean
}
