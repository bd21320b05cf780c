import { type RawBuilder, sql } from 'kysely'
import { type Steps, take } from '../base/now.ts'
import { scopeOf } from '../collections/scope.ts'
import type { Expression, Term } from '../rules/ast.ts'
import { parseRule } from '../rules/index.ts'
import { printRule, printTerm } from '../rules/print.ts'
import { fillSlots } from '../rules/slot.ts'
import { termValue } from '../rules/term-value.ts'
import type { Cell } from '../storage/dialect.ts'
import { type Asking, allowsStored, allowsVirtual } from './allows.ts'
import type { Cells } from './change.ts'
import { shapeOf } from './shape.ts'
import { VIRTUAL, virtualCellsOf, virtualRow } from './virtual-row.ts'

/** A part of a rule, and what became of it. */
export type RulePart = JoinedPart | ComparedPart

interface Part {
  /** Its own text, and where it stands in the rule: UTF-16 units. */
  readonly text: string
  readonly from: number
  readonly to: number
  readonly holds: boolean
}

export interface JoinedPart extends Part {
  readonly kind: 'all' | 'any'
  readonly parts: readonly RulePart[]
}

export interface ComparedPart extends Part {
  readonly kind: 'compare'
  readonly left: Side
  readonly right: Side
}

/** One side of a comparison: the values that it had, several where a relation leads to several records. */
export interface Side {
  readonly text: string
  readonly values: readonly Cell[]
  /** Were there more values than are shown? */
  readonly isCut: boolean
}

/** What a rule is asked about. */
export interface Subject {
  readonly cells: Cells
  /** Is it a record that is not stored yet? */
  readonly isVirtual: boolean
}

const MOST_VALUES = 10

/**
 * Ask a rule and each of its parts by themselves. The parts of an `&&` may all hold and the whole not: over relations
 * to several records all of them have to hold for the same record.
 *
 * Errors: `RuleError` for a rule that does not fit.
 */
export function* explainParts(asking: Asking, rule: string, subject: Subject): Steps<RulePart> {
  return yield* explainPart(asking, parseRule(rule), subject)
}

function* explainPart(asking: Asking, node: Expression, subject: Subject): Steps<RulePart> {
  const text = printRule(node)
  const allows = subject.isVirtual ? allowsVirtual : allowsStored
  const holds = yield* allows(asking, text, subject.cells)
  const part = { text: withoutParentheses(text), from: node.from, to: node.to, holds }
  if (node.kind !== 'compare') {
    const parts: RulePart[] = []
    for (const child of node.parts) parts.push(yield* explainPart(asking, child, subject))
    return { kind: node.kind, ...part, parts }
  }
  const left = yield* explainSide(asking, node.left, subject)
  const right = yield* explainSide(asking, node.right, subject)
  return { kind: 'compare', ...part, left, right }
}

function withoutParentheses(text: string): string {
  return text.startsWith('(') ? text.slice(1, -1) : text
}

function* explainSide(asking: Asking, term: Term, subject: Subject): Steps<Side> {
  const { house, collection, catalog, context, reader } = asking
  const scope = scopeOf(catalog)
  const scoped = scope.find(collection.id)
  if (!scoped) throw new Error(`the collection "${collection.name}" is not in its own catalog`)
  const { joins, value } = termValue(
    {
      scope,
      collection: scoped,
      sql: house.storage.sql,
      term,
      ...(subject.isVirtual && { virtual: { table: VIRTUAL } }),
    },
    context,
  )
  const on = joins.length === 0 ? sql`` : sql` ${sql.join(joins, sql` `)}`
  const query = valuesQuery(asking, subject, value, on).compile(house.storage.cold)
  const rows = yield* take(reader.all(query.sql, fillSlots(query.parameters, context)))
  const values = rows.map(([cell = null]) => shown(cell, isSecret(term)))
  return { text: printTerm(term), values: values.slice(0, MOST_VALUES), isCut: values.length > MOST_VALUES }
}

function valuesQuery(
  { collection }: Asking,
  { cells, isVirtual }: Subject,
  value: RawBuilder<unknown>,
  joins: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const most = sql`limit ${MOST_VALUES + 1}`
  if (!isVirtual) {
    const isIt = sql`${sql.ref(`${collection.name}.id`)} = ${cells['id'] ?? null}`
    return sql`select distinct ${value} from ${shapeOf(collection).table}${joins} where ${isIt} ${most}`
  }
  const given = virtualCellsOf(collection, cells)
  const row = virtualRow(collection, (at) => sql`${given[at] ?? null}`)
  return sql`${row} select distinct ${value} from ${sql.id(VIRTUAL)}${joins} ${most}`
}

const LONGEST_VALUE = 500

function shown(cell: Cell, isHidden: boolean): Cell {
  if (typeof cell !== 'string') return cell
  if (isHidden && cell !== '') return '••••'
  return cell.length > LONGEST_VALUE ? `${cell.slice(0, LONGEST_VALUE)}…` : cell
}

/** Hashes and keys are shown to nobody, not even to superusers (contract data.md §4.2). */
function isSecret(term: Term): boolean {
  if (term.kind === 'call') return term.args.some(isSecret)
  return term.kind === 'name' && /(?:^|\.)(?:password|tokenKey)(?::\w+)?$/.test(term.name)
}
