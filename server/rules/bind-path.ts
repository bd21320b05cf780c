import { type Expression, RuleError, type Span } from './ast.ts'
import { type Binder, findCollection, guard, newPlace, stepTo } from './binder.ts'
import type { Bound, Column, Place, Settled } from './bound.ts'
import type { ScopeCollection, ScopeField } from './scope.ts'

/** The suffixes of contract data.md §5.4. */
export type Modifier = 'isset' | 'changed' | 'length' | 'each' | 'lower'

const modifiers: readonly Modifier[] = ['isset', 'changed', 'length', 'each', 'lower']
const mostHops = 6

/** A dotted name, its modifier taken off. */
export interface Path {
  readonly segments: readonly string[]
  readonly modifier: Modifier | undefined
  readonly span: Span
}

/**
 * Take a name apart.
 * Errors: `RuleError` for an empty segment or an unknown modifier.
 *
 * @example toPath('tags.name:lower', span) // { segments: ['tags', 'name'], modifier: 'lower', span }
 */
export function toPath(name: string, span: Span): Path {
  const segments = name.split('.')
  if (segments.includes('')) throw new RuleError(`"${name}" has two dots in a row.`, span)
  const last = segments.at(-1) ?? ''
  const colon = last.indexOf(':')
  if (colon < 0) return { segments, modifier: undefined, span }
  const text = last.slice(colon + 1)
  const modifier = modifiers.find((known) => known === text)
  if (!modifier) {
    throw new RuleError(
      `":${text}" is no modifier; known are ${modifiers.map((known) => `:${known}`).join(', ')}.`,
      span,
    )
  }
  return { segments: [...segments.slice(0, -1), last.slice(0, colon)], modifier, span }
}

/** What a walk needs to know beyond its path. */
export interface Walk {
  readonly binder: Binder
  /** Binds the list rule of a collection that a client's path reaches. */
  readonly bindRule: (binder: Binder, expression: Expression) => Bound
}

/**
 * Follow a path from a place to what it names (contract data.md §5.4).
 * Errors: `RuleError` for a missing field, a field that leads nowhere, too many hops, or what a client may not use.
 */
export function bindPath(walk: Walk, start: Place, path: Path): Settled {
  const { segments, span } = path
  let place = start
  let hops = 0
  for (const [index, segment] of segments.entries()) {
    const rest = segments.slice(index + 1)
    const collection = collectionOf(place)
    const field = collection.field(segment)
    if (field) {
      refuseHidden(walk.binder, collection, field, span)
      const end = endAt(place, field, rest, path)
      if (end) return end
    }
    if (hops++ >= mostHops) throw new RuleError(`A path leads over at most ${mostHops} relations.`, span)
    place = field ? hopOver(walk, place, field, span) : hopBack(walk, place, segment, span)
    guard(walk.binder, place, span, walk.bindRule)
  }
  throw new RuleError(`"${segments.join('.')}" names records; add the field that is meant.`, span)
}

function collectionOf(place: Place): ScopeCollection {
  if (!place.collection) throw new Error('a path cannot start at the items of a list')
  return place.collection
}

/** Hidden fields, and hashes, tell a client nothing, not even by a sort. */
function refuseHidden(binder: Binder, collection: ScopeCollection, field: ScopeField, span: Span): void {
  if (!binder.isRestricted || !(field.isHidden || field.type === 'password')) return
  throw noField(collection, field.name, span)
}

function noField(collection: ScopeCollection, name: string, span: Span): RuleError {
  return new RuleError(`"${collection.name}" has no field "${name}".`, span)
}

/** The operand, when the path ends at this field. */
function endAt(
  place: Place,
  field: ScopeField,
  rest: readonly string[],
  { modifier }: Path,
): Settled | undefined {
  if (field.kind === 'json' || field.kind === 'point') {
    const operand: Settled = { kind: 'json', place, field, path: rest.map(toStep) }
    return modifier === 'lower' ? { kind: 'lower', of: operand } : operand
  }
  const column: Column = { kind: 'column', place, field }
  if (rest.length === 0) return modified(column, modifier)
  // The id of a single relation is the relation's own column: no join.
  const isOwnId = field.target !== undefined && !field.isMultiple && rest.length === 1 && rest[0] === 'id'
  if (isOwnId) return modifier === 'lower' ? { kind: 'lower', of: column } : column
  return undefined
}

/** Numbers are places of arrays; beyond what a JSON text can hold there is nothing to find. */
function toStep(segment: string): string | number {
  return /^\d+$/.test(segment) ? Math.min(Number(segment), 2 ** 31) : segment
}

/** Modifiers that mean nothing for a field are ignored (contract data.md §5.4). */
function modified(column: Column, modifier: Modifier | undefined): Settled {
  if (modifier === 'lower') return { kind: 'lower', of: column }
  if (modifier === 'length' && column.field.isElements) return { kind: 'length', of: column }
  if (modifier === 'each' && column.field.isElements) return { kind: 'element', place: itemsOf(column) }
  return column
}

function itemsOf(column: Column): Place {
  const { place, field } = column
  return stepTo(place.steps, `${field.name}:each`, () =>
    newPlace({ kind: 'items', list: column }, undefined, place, field.isMultiple),
  )
}

function hopOver(walk: Walk, place: Place, field: ScopeField, span: Span): Place {
  const target = field.target === undefined ? undefined : findCollection(walk.binder, field.target)
  if (!target) throw new RuleError(`"${field.name}" is no relation, so nothing can follow it.`, span)
  const column: Column = { kind: 'column', place, field }
  if (!field.isMultiple) {
    return stepTo(place.steps, field.name, () => newPlace({ kind: 'named', id: column }, target, place))
  }
  const items = itemsOf(column)
  return stepTo(items.steps, 'record', () =>
    newPlace({ kind: 'named', id: { kind: 'element', place: items } }, target, items),
  )
}

/** `comments_via_post`: the records of `comments` whose `post` names this one. */
function hopBack(walk: Walk, place: Place, segment: string, span: Span): Place {
  const here = collectionOf(place)
  const split = segment.lastIndexOf('_via_')
  if (split < 0) throw noField(here, segment, span)
  const source = findCollection(walk.binder, segment.slice(0, split))
  const field = source?.field(segment.slice(split + '_via_'.length))
  if (!source || !field || field.target !== here.id) throw noField(here, segment, span)
  refuseHidden(walk.binder, source, field, span)
  if (place.link.kind === 'base' && walk.binder.isVirtual) {
    throw new RuleError(
      `Nothing can name a record that is not there yet: "${segment}" means nothing on create.`,
      span,
    )
  }
  const id: Column = { kind: 'column', place, field: idOf(here) }
  const isMulti = field.isMultiple || !field.isUnique
  return stepTo(place.steps, `${source.id}_via_${field.name}`, () =>
    newPlace({ kind: 'naming', field, id }, source, place, isMulti),
  )
}

function idOf(collection: ScopeCollection): ScopeField {
  const field = collection.field('id')
  if (!field) throw new Error(`the collection "${collection.name}" has no id`)
  return field
}
