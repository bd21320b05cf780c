import type { Cell } from '../storage/dialect.ts'
import {
  type Bound,
  type BoundComparison,
  isMulti,
  type Place,
  placesOf,
  type Settled,
  settle,
} from './bound.ts'
import type { Language } from './operators.ts'
import { itemsOf, type Read, readOf, type Row } from './predicate-operand.ts'
import type { RuleContext } from './scope.ts'
import { traitOf } from './trait.ts'
import type { Truth, Value } from './value.ts'

/** What a predicate is compiled in. */
export interface Compilation {
  readonly language: Language
  /** The request whose meaning of `@request.auth.…` is compiled. */
  readonly context: RuleContext
  /** Are the cells those of a record that is not stored yet, so that no column has converted them? */
  readonly isVirtual: boolean
}

type Test = (row: Row) => boolean

/**
 * Compile a local rule to a function on one record: closures, made once.
 *
 * The items of lists are joins in SQL, and a rule holds when it holds for some combination of joined rows; so it is
 * tried for each combination of items here.
 */
export function compilePredicate(
  compilation: Compilation,
  bound: Bound,
): (cells: Readonly<Record<string, Cell>>, context: RuleContext) => boolean {
  const test = compile(compilation, bound)
  const lists = [...new Set(listsOf(compilation, bound))]
  if (lists.length === 0) return (cells, context) => test({ cells, context, items: none })
  const rowsOf = lists.map((place) => itemsOf(place))
  const holds = (row: Row, depth: number): boolean => {
    const [place, read] = [lists[depth], rowsOf[depth]]
    if (!place || !read) return test(row)
    return read(row).some((item) => holds({ ...row, items: new Map(row.items).set(place, item) }, depth + 1))
  }
  return (cells, context) => holds({ cells, context, items: none }, 0)
}

const none: ReadonlyMap<Place, Value> = new Map()

function listsOf(compilation: Compilation, bound: Bound): readonly Place[] {
  if (bound.kind !== 'compare') return bound.parts.flatMap((part) => listsOf(compilation, part))
  return [bound.left, bound.right].flatMap((operand) => listsIn(settle(operand, compilation.context)))
}

function listsIn(operand: Settled): readonly Place[] {
  return placesOf(operand).filter((place) => place.link.kind === 'items')
}

function compile(compilation: Compilation, bound: Bound): Test {
  if (bound.kind === 'compare') return compileComparison(compilation, bound)
  const parts = bound.parts.map((part) => compile(compilation, part))
  return bound.kind === 'all'
    ? (row) => parts.every((part) => part(row))
    : (row) => parts.some((part) => part(row))
}

function compileComparison(compilation: Compilation, node: BoundComparison): Test {
  const { language, context, isVirtual } = compilation
  const reading = { operators: language.operators, isVirtual }
  const left = settle(node.left, context)
  const right = settle(node.right, context)
  const compare = language.operators[node.sign].test(traitOf(left), traitOf(right))
  const leftOf = readOf(reading, left)
  const rightOf = readOf(reading, right)
  const seesAddress = node.isRestricted && [left, right].some(isAddress)
  const joined = (row: Row): Truth => {
    if (seesAddress && row.cells['emailVisibility'] !== 1) return false
    return compare(leftOf(row), rightOf(row))
  }
  if (node.isAny || !(isMulti(left) || isMulti(right))) return (row) => joined(row) === true
  const lefts = valuesOf(left, leftOf)
  const rights = valuesOf(right, rightOf)
  return (row) => language.every.test(joined(row), pairs(lefts(row), rights(row), compare)) === true
}

function isAddress(operand: Settled): boolean {
  if (operand.kind === 'lower') return isAddress(operand.of)
  if (operand.kind === 'call') return operand.args.some(isAddress)
  return (
    operand.kind === 'column' && operand.field.name === 'email' && operand.place.collection?.type === 'auth'
  )
}

/** All values that an operand has for one record: those of its list, or the one. */
function valuesOf(operand: Settled, read: Read): (row: Row) => readonly Value[] {
  const [list] = isMulti(operand) ? listsIn(operand) : []
  if (!list) return (row) => [read(row)]
  const items = itemsOf(list)
  return (row) => items(row).map((item) => read({ ...row, items: new Map(row.items).set(list, item) }))
}

function* pairs(
  lefts: readonly Value[],
  rights: readonly Value[],
  compare: (left: Value, right: Value) => Truth,
): Generator<Truth> {
  for (const left of lefts) for (const right of rights) yield compare(left, right)
}
