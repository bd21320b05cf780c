import { type RawBuilder, sql } from 'kysely'
import type { SqlDialect } from '../storage/dialect.ts'
import type { Sign } from './ast.ts'
import { likeTest, toPattern } from './like.ts'
import {
  compareText,
  foldCase,
  plainText,
  toNumeric,
  toText,
  type Trait,
  type Truth,
  type Value,
} from './value.ts'

/** One side of a comparison on its way into SQL. */
export interface Side {
  readonly sql: RawBuilder<unknown>
  readonly trait: Trait
  /** `empty`: NULL or '' and known before the query; `known`: anything else that is known; `open`: the row decides. */
  readonly state: 'empty' | 'known' | 'open'
  /** The value as the pattern of a LIKE; only a bound value has one. */
  readonly pattern: RawBuilder<unknown> | undefined
}

/** One comparison in its two faces: they answer alike, which `agree.test.ts` proves. */
export interface Operator {
  readonly sql: (left: Side, right: Side, dialect: SqlDialect) => RawBuilder<boolean>
  /** Made once for two operands, then asked for every record. */
  readonly test: (left: Trait, right: Trait) => (left: Value, right: Value) => Truth
}

/** What a comparison of several values means, in two faces. */
export interface Quantifier {
  /** `joined` compares the row at hand, `compared` each of the values over which `exists` looks. */
  readonly sql: (
    joined: RawBuilder<boolean>,
    compared: RawBuilder<boolean>,
    exists: (condition: RawBuilder<boolean>) => RawBuilder<boolean>,
  ) => RawBuilder<boolean>
  readonly test: (joined: Truth, compared: Iterable<Truth>) => Truth
}

/** The primitives that the faces in memory share; a test exchanges them to see that faults are found. */
export interface Primitives {
  readonly compareText: typeof compareText
  readonly foldCase: typeof foldCase
  readonly toNumeric: typeof toNumeric
  readonly toText: typeof toText
  readonly toPattern: typeof toPattern
}

export type Operators = Readonly<Record<Sign, Operator>>

const empty = sql`''`
// SQLite takes TRUE and FALSE for columns where a collection has fields of such names.
const always = sql<boolean>`1 = 1`
const never = sql<boolean>`1 = 0`

/** The comparisons of contract data.md §5.6. */
export function defineOperators(primitives: Primitives): Operators {
  const order = ordering(primitives)
  return {
    '=': { sql: equalSql, test: equality(order, isSame, orBothEmpty) },
    '!=': { sql: differentSql, test: equality(order, isOther, andNotBothEmpty) },
    '>': { sql: (a, b) => sql`${a.sql} > ${b.sql}`, test: order((sign) => sign > 0) },
    '>=': { sql: (a, b) => sql`${a.sql} >= ${b.sql}`, test: order((sign) => sign >= 0) },
    '<': { sql: (a, b) => sql`${a.sql} < ${b.sql}`, test: order((sign) => sign < 0) },
    '<=': { sql: (a, b) => sql`${a.sql} <= ${b.sql}`, test: order((sign) => sign <= 0) },
    '~': {
      sql: (a, b, dialect) => dialect.like(a.sql, patternOf(b, dialect)),
      test: likeness(primitives, true),
    },
    '!~': {
      sql: (a, b, dialect) => dialect.notLike(a.sql, patternOf(b, dialect)),
      test: likeness(primitives, false),
    },
  }
}

function equalSql(a: Side, b: Side, dialect: SqlDialect): RawBuilder<boolean> {
  if (a.trait.isExact || b.trait.isExact) return dialect.is(a.sql, b.sql)
  if (a.state === 'empty' && b.state === 'empty') return always
  if (a.state === 'known' || b.state === 'known') return sql`${filled(a)} = ${filled(b)}`
  if (b.state === 'empty') return sql`(${a.sql} = '' OR ${a.sql} IS NULL)`
  if (a.state === 'empty') return sql`('' = ${b.sql} OR ${b.sql} IS NULL)`
  return sql`COALESCE(${a.sql}, '') = COALESCE(${b.sql}, '')`
}

function differentSql(a: Side, b: Side, dialect: SqlDialect): RawBuilder<boolean> {
  if (a.trait.isExact || b.trait.isExact) return dialect.isNot(a.sql, b.sql)
  if (a.state === 'empty' && b.state === 'empty') return never
  if (a.state === 'known' || b.state === 'known') return dialect.isNot(filled(a), filled(b))
  if (b.state === 'empty') return sql`(${a.sql} != '' AND ${a.sql} IS NOT NULL)`
  if (a.state === 'empty') return sql`('' != ${b.sql} AND ${b.sql} IS NOT NULL)`
  return dialect.isNot(sql`COALESCE(${a.sql}, '')`, sql`COALESCE(${b.sql}, '')`)
}

function filled(side: Side): RawBuilder<unknown> {
  return side.state === 'empty' ? empty : side.sql
}

function patternOf(side: Side, dialect: SqlDialect): RawBuilder<unknown> {
  return side.pattern ?? dialect.concat(sql`'%'`, side.sql, sql`'%'`)
}

type Compare = (left: Value, right: Value) => Truth
type Order = (verdict: (sign: number) => boolean) => (left: Trait, right: Trait) => Compare

/** `plain SQL`: NULL on either side is unknown; then affinity, then numbers before texts. */
function ordering({ compareText, toNumeric, toText }: Primitives): Order {
  const sign = (a: string | number | bigint, b: string | number | bigint): number => {
    if (typeof a === 'string') return typeof b === 'string' ? compareText(a, b) : 1
    if (typeof b === 'string') return -1
    return a < b ? -1 : a > b ? 1 : 0
  }
  return (verdict) => (left, right) => {
    const leftTo = conversion(left, right, toNumeric, toText)
    const rightTo = conversion(right, left, toNumeric, toText)
    return (a, b) => {
      const x = leftTo(a)
      const y = rightTo(b)
      return x === null || y === null ? null : verdict(sign(x, y))
    }
  }
}

/** What the other side's affinity does to a value. */
function conversion(
  own: Trait,
  other: Trait,
  toNumeric: Primitives['toNumeric'],
  toText: Primitives['toText'],
): (value: Value) => Value {
  if (other.affinity === 'numeric' && own.affinity !== 'numeric') return toNumeric
  if (other.affinity === 'text' && own.affinity === 'none') return (value) => toText(value, own.isIntegral)
  return (value) => value
}

const isSame = (sign: number): boolean => sign === 0
const isOther = (sign: number): boolean => sign !== 0
const orBothEmpty = true
const andNotBothEmpty = false

function equality(
  order: Order,
  verdict: (sign: number) => boolean,
  whenEqual: boolean,
): (left: Trait, right: Trait) => Compare {
  const make = order(verdict)
  return (left, right) => {
    const compare = make(left, right)
    // `=` with a known side is plain SQL (NULL is unknown); `!=` is IS NOT.
    const known: Compare = whenEqual ? compare : nullSafe(compare, whenEqual)
    if (left.isExact || right.isExact) return nullSafe(compare, whenEqual)
    const bare = make({ ...left, affinity: 'none' }, { ...right, affinity: 'none' })
    return (a, b) => {
      const isLeftEmpty = left.isBound && isNothing(a)
      const isRightEmpty = right.isBound && isNothing(b)
      if (isLeftEmpty && isRightEmpty) return whenEqual
      if (left.isBound && !isLeftEmpty) return known(a, isRightEmpty ? '' : b)
      if (right.isBound && !isRightEmpty) return known(isLeftEmpty ? '' : a, b)
      if (isRightEmpty) return isNothing(a) === whenEqual
      if (isLeftEmpty) return isNothing(b) === whenEqual
      return bare(a ?? '', b ?? '')
    }
  }
}

/** IS and IS NOT. */
function nullSafe(compare: Compare, whenEqual: boolean): Compare {
  return (a, b) => (a === null || b === null ? (a === b) === whenEqual : compare(a, b))
}

function isNothing(value: Value): boolean {
  return value === null || value === ''
}

function likeness(primitives: Primitives, whenLike: boolean): (left: Trait, right: Trait) => Compare {
  const { foldCase, toText, toPattern } = primitives
  return (left, right) => {
    const patternOf = (value: Value): string | null => {
      if (right.isParameter) return value === null ? null : toPattern(plainText(value))
      const part = toText(value, right.isIntegral)
      return part === null ? null : `%${part}%`
    }
    // The pattern is mostly the same for many records, so the last one is kept.
    let known: Value = null
    let matches: ((text: string) => boolean) | undefined
    return (a, b) => {
      const text = toText(a, left.isIntegral)
      if (text === null) return null
      if (matches === undefined || b !== known) {
        const pattern = patternOf(b)
        if (pattern === null) return null
        matches = likeTest(pattern, foldCase)
        known = b
      }
      return matches(text) === whenLike
    }
  }
}

/** A plain comparison with several values: one of them satisfies it and none speaks against it (contract data.md §5.7). */
const everyValue: Quantifier = {
  sql: (joined, compared, exists) => sql`(${joined} AND NOT ${exists(sql`NOT (${compared})`)})`,
  test(joined, compared) {
    if (joined !== true) return joined
    for (const truth of compared) if (truth === false) return false
    return true
  },
}

/** The language as both emitters speak it. */
export interface Language {
  readonly operators: Operators
  readonly every: Quantifier
}

export const primitives: Primitives = { compareText, foldCase, toNumeric, toText, toPattern }

export const language: Language = { operators: defineOperators(primitives), every: everyValue }
