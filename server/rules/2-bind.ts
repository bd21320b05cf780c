import {
  type Call,
  type Comparison,
  type Expression,
  type Name,
  RuleError,
  type SortKey,
  type Term,
} from './ast.ts'
import { bindPath, type Path, toPath, type Walk } from './bind-path.ts'
import { bindRequest } from './bind-request.ts'
import { type Binder, findCollection, newPlace, stepTo } from './binder.ts'
import type { Bound, BoundComparison, Called, Operand, Place, Settled } from './bound.ts'
import { bindCall } from './functions.ts'
import { macros } from './macros.ts'

/**
 * Look up every name of a rule or a filter (contract data.md §5.3 to §5.5).
 * Errors: `RuleError` for what does not exist, does not fit, or is not for a client (§5.8).
 */
export function bindExpression(binder: Binder, expression: Expression): Bound {
  if (expression.kind === 'compare') return bindComparison(binder, expression)
  return { kind: expression.kind, parts: expression.parts.map((part) => bindExpression(binder, part)) }
}

function bindComparison(binder: Binder, { sign, isAny, left, right }: Comparison): BoundComparison {
  const { isRestricted } = binder
  return {
    kind: 'compare',
    sign,
    isAny,
    left: bindTerm(binder, left),
    right: bindTerm(binder, right),
    isRestricted,
  }
}

/** One side of a comparison. Errors: as for expressions. */
export function bindTerm(binder: Binder, term: Term): Operand {
  if (term.kind === 'name') return bindName(binder, term)
  if (term.kind === 'call') return bindFunction(binder, term)
  return { kind: 'constant', value: term.value }
}

function bindFunction(binder: Binder, call: Call): Operand {
  const { definition, args } = bindCall(call, (term) => bindTerm(binder, term))
  const called = (settled: readonly Settled[]): Called => ({ kind: 'call', definition, args: settled })
  const settled = args.filter((arg) => arg.kind !== 'late')
  if (settled.length === args.length) return called(settled)
  return {
    kind: 'late',
    // Whether the function can be told in memory depends on what its arguments will be.
    isLocal: false,
    key: (context) => args.map((arg) => (arg.kind === 'late' ? arg.key(context) : '')).join(' '),
    resolve: (context) => called(args.map((arg) => (arg.kind === 'late' ? arg.resolve(context) : arg))),
  }
}

const literals: ReadonlyMap<string, null | boolean> = new Map([
  ['null', null],
  ['true', true],
  ['false', false],
])

/** A macro, else a path, else `null`, `true` or `false`. */
function bindName(binder: Binder, { name, from, to }: Name): Operand {
  const span = { from, to }
  const macro = macros.get(name)
  if (macro) return { kind: 'request', read: ({ now }) => macro(now), isDate: typeof macro(0) === 'string' }
  const walk: Walk = { binder, bindRule: bindExpression }
  const isOutside = name.startsWith('@')
  if (isOutside && binder.isRestricted) throw new RuleError(`"${name}" is for rules only.`, span)
  const literal = binder.collection.field(name) ? undefined : literals.get(name.toLowerCase())
  if (literal !== undefined) return { kind: 'literal', value: literal }
  const path = toPath(name, span)
  if (name.startsWith('@request.')) return bindRequest(walk, path)
  if (name.startsWith('@collection.')) return bindCollection(walk, path)
  if (isOutside) throw new RuleError(`There is no "${name}".`, span)
  return bindPath(walk, binder.base, path)
}

/** `@collection.name.field`, `@collection.name:alias.field`: all rows of a collection, one join for each alias. */
function bindCollection(walk: Walk, path: Path): Settled {
  const [, named = '', ...rest] = path.segments
  const [name = '', alias = ''] = named.split(':')
  const collection = findCollection(walk.binder, name)
  if (!collection) throw new RuleError(`There is no collection "${name}".`, path.span)
  if (rest.length === 0) throw new RuleError(`Add the field of "${name}" that is meant.`, path.span)
  const place = stepTo(walk.binder.roots, `@collection.${collection.id}:${alias}`, () =>
    newPlace({ kind: 'every' }, collection, undefined, true),
  )
  return bindPath(walk, place, { ...path, segments: rest })
}

/** A key of an ORDER BY. */
export interface BoundSortKey {
  readonly by: Settled | 'random' | 'insertion'
  readonly isDescending: boolean
}

/**
 * Look up the keys of a sort (contract data.md §4.9).
 * Errors: `RuleError` for what does not exist, and for values that are the same for every record.
 */
export function bindSort(binder: Binder, keys: readonly SortKey[]): readonly BoundSortKey[] {
  return keys.map((key) => ({ by: bindSortKey(binder, key), isDescending: key.isDescending }))
}

function bindSortKey(binder: Binder, { name, from, to }: SortKey): BoundSortKey['by'] {
  const span = { from, to }
  if (name === '@random') return 'random'
  if (name === '@rowid') {
    if (binder.collection.type === 'view') throw new RuleError('The records of a view have no @rowid.', span)
    return 'insertion'
  }
  if (!/^[A-Za-z_@][\w.:]*$/.test(name)) throw new RuleError(`"${name}" is no field to sort by.`, span)
  const operand = bindName(binder, { kind: 'name', name, ...span })
  const isSame =
    operand.kind === 'late' ||
    operand.kind === 'request' ||
    operand.kind === 'literal' ||
    operand.kind === 'changed'
  if (isSame)
    throw new RuleError(`"${name}" is the same for every record, so nothing can be sorted by it.`, span)
  return operand
}

/** The base of a collection's own texts. */
export function basePlace(collection: Binder['collection'], table: string): Place {
  return newPlace({ kind: 'base', table }, collection)
}
