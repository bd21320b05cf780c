import { type RawBuilder, sql } from 'kysely'
import type { BoundSortKey } from './2-bind.ts'
import type { Guard } from './binder.ts'
import {
  type Bound,
  type BoundComparison,
  isMulti,
  placesOf,
  type Place,
  settle,
  type Settled,
} from './bound.ts'
import { toPattern } from './like.ts'
import type { Language, Side } from './operators.ts'
import type { RuleContext } from './scope.ts'
import {
  columnSql,
  type Copy,
  copiedPlaces,
  elementSql,
  join,
  type Joins,
  joinSql,
  slotSql,
} from './sql-place.ts'
import { traitOf } from './trait.ts'
import { plainText } from './value.ts'

/** What one query is compiled for. */
export interface Emission {
  readonly joins: Joins
  readonly language: Language
  /** The request whose shape the SQL has; its values are read from it only to know which of them are empty. */
  readonly context: RuleContext
  /** Stands where the requester's id would be handed over. */
  readonly requester: RawBuilder<unknown> | undefined
}

/** The condition of a bound rule or filter, contract data.md §5.6 and §5.7; its joins are noted in the emission. */
export function conditionSql(emission: Emission, bound: Bound): RawBuilder<boolean> {
  if (bound.kind === 'compare') return comparisonSql(emission, bound)
  const parts = bound.parts.map((part) => conditionSql(emission, part))
  return bound.kind === 'all' ? allOf(parts) : sql`(${sql.join(parts, sql` OR `)})`
}

export function allOf(parts: readonly RawBuilder<boolean>[]): RawBuilder<boolean> {
  return sql`(${sql.join(parts, sql` AND `)})`
}

/** The list rule of a collection that a client's text reaches (contract data.md §5.8): an empty relation stays visible. */
export function guardSql(emission: Emission, { place, rule }: Guard): RawBuilder<boolean> {
  const id = place.collection?.field('id')
  if (!id) throw new Error('a guarded collection has no id')
  const alias = columnSql(emission.joins, { place, field: id }, '')
  return sql`((${alias} = '' OR ${alias} IS NULL) OR ${conditionSql(emission, rule)})`
}

export function sortSql(
  emission: Emission,
  { by, isDescending }: BoundSortKey,
  table: string,
): RawBuilder<unknown> {
  const { dialect } = emission.joins
  const key =
    by === 'random'
      ? dialect.random()
      : by === 'insertion'
        ? dialect.insertionOrder(table)
        : valueSql(emission, by)
  return isDescending ? sql`${key} DESC` : sql`${key} ASC`
}

/** The value of an operand for the row at hand; its joins are noted in the emission. */
export function valueSql(emission: Emission, operand: Settled): RawBuilder<unknown> {
  for (const place of placesOf(operand)) join(emission.joins, place)
  return operandSql(emission, operand, '')
}

function comparisonSql(emission: Emission, node: BoundComparison): RawBuilder<boolean> {
  const left = settle(node.left, emission.context)
  const right = settle(node.right, emission.context)
  for (const place of [...placesOf(left), ...placesOf(right)]) join(emission.joins, place)
  const compare = (leftCopy: Copy, rightCopy: Copy): RawBuilder<boolean> =>
    emission.language.operators[node.sign].sql(
      sideOf(emission, left, leftCopy),
      sideOf(emission, right, rightCopy),
      emission.joins.dialect,
    )
  const copies = [copyOf(left, 'l'), copyOf(right, 'r')] as const
  const isQuantified = !node.isAny && (isMulti(left) || isMulti(right))
  const seen = (leftCopy: Copy, rightCopy: Copy): RawBuilder<boolean>[] =>
    node.isRestricted
      ? [...visibleSql(emission, left, leftCopy), ...visibleSql(emission, right, rightCopy)]
      : []
  const plain = isQuantified
    ? emission.language.every.sql(compare('', ''), compare(...copies), (condition) =>
        existsSql(emission, [left, right], allOf([condition, ...seen(...copies)])),
      )
    : compare('', '')
  const visible = seen('', '')
  return visible.length === 0 ? plain : allOf([plain, ...visible])
}

function copyOf(operand: Settled, copy: Copy): Copy {
  return isMulti(operand) ? copy : ''
}

/** Is there a combination of related values for which a condition holds? Both sides have rows of their own. */
function existsSql(
  { joins }: Emission,
  [left, right]: readonly [Settled, Settled],
  condition: RawBuilder<boolean>,
): RawBuilder<boolean> {
  const chain = (operand: Settled, copy: Copy): RawBuilder<unknown>[] =>
    isMulti(operand) ? copiedPlaces(placesOf(operand)).map((place) => joinSql(joins, place, copy)) : []
  const chains = sql.join([...chain(left, 'l'), ...chain(right, 'r')], sql` `)
  return sql`EXISTS (SELECT 1 FROM (SELECT 1 AS ${sql.id('@')}) AS ${sql.id('@')} ${chains} WHERE ${condition})`
}

/** Addresses of people who hide theirs take part in nothing that a client asks, neither for nor against. */
function visibleSql({ joins }: Emission, operand: Settled, copy: Copy): RawBuilder<boolean>[] {
  return addressesOf(operand).flatMap((place) => {
    const field = place.collection?.field('emailVisibility')
    return field ? [sql<boolean>`${columnSql(joins, { place, field }, copy)} = (1 = 1)`] : []
  })
}

function addressesOf(operand: Settled): readonly Place[] {
  if (operand.kind === 'call') return operand.args.flatMap(addressesOf)
  if (operand.kind === 'lower') return addressesOf(operand.of)
  const isAddress =
    operand.kind === 'column' && operand.field.name === 'email' && operand.place.collection?.type === 'auth'
  return isAddress ? [operand.place] : []
}

function sideOf(emission: Emission, operand: Settled, copy: Copy): Side {
  return {
    sql: operandSql(emission, operand, copy),
    trait: traitOf(operand),
    state: stateOf(operand, emission.context),
    pattern: patternSql(operand),
  }
}

/** The E and K of contract data.md §5.6. */
export function stateOf(operand: Settled, context: RuleContext): Side['state'] {
  if (operand.kind !== 'constant' && operand.kind !== 'literal' && operand.kind !== 'request') return 'open'
  const value = operand.kind === 'request' ? operand.read(context) : operand.value
  return value === null || value === '' ? 'empty' : 'known'
}

function patternSql(operand: Settled): RawBuilder<unknown> | undefined {
  if (operand.kind === 'constant') return sql`${toPattern(plainText(operand.value))}`
  if (operand.kind !== 'request') return undefined
  return slotSql((context) => {
    const cell = operand.read(context)
    return cell === null ? null : toPattern(plainText(cell))
  })
}

function operandSql(emission: Emission, operand: Settled, copy: Copy): RawBuilder<unknown> {
  const { joins } = emission
  const { dialect } = joins
  switch (operand.kind) {
    case 'constant':
      return sql`${operand.value}`
    case 'literal':
      return operand.value === null ? sql`NULL` : operand.value ? sql`1` : sql`0`
    case 'request':
      return (operand.ofRequester === 'id' ? emission.requester : undefined) ?? slotSql(operand.read)
    case 'column':
      return columnSql(joins, operand, copy)
    case 'json':
      return dialect.jsonAt(columnSql(joins, operand, copy), operand.path)
    case 'length':
      return dialect.listLength(columnSql(joins, operand.of, copy))
    case 'element':
      return elementSql(joins, operand.place, copy)
    case 'lower':
      return dialect.lower(operandSql(emission, operand.of, copy))
    case 'changed': {
      const differs = dialect.isNot(
        slotSql(operand.submitted.read),
        operandSql(emission, operand.stored, copy),
      )
      return sql`(${slotSql(operand.isSubmitted.read)} AND ${differs})`
    }
    case 'call':
      return operand.definition.sql(
        dialect,
        operand.args.map((arg) => operandSql(emission, arg, copy)),
      )
  }
}
