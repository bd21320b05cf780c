import { parseRule } from './1-parse.ts'
import { type Expression, RuleError, type Span } from './ast.ts'
import type { Bound, Link, Place } from './bound.ts'
import type { Scope, ScopeCollection } from './scope.ts'

/** What one text is bound against. The texts of a request share places, each has a binder of its own. */
export interface Binder {
  readonly scope: Scope
  /** Where plain names start. */
  readonly base: Place
  readonly collection: ScopeCollection
  /** The collection that is being asked about; its draft when a rule is checked before it is saved. */
  readonly draft: ScopeCollection
  /** Places that stand on their own: `@collection.x`, the requester, the body's relations; by name. */
  readonly roots: Map<string, Place>
  /** Is it a client's text, which may use only what contract data.md §5.8 allows? */
  readonly isRestricted: boolean
  /** Is the base the one-row table of a record that is being created? */
  readonly isVirtual: boolean
  /** List rules of the collections that a client's text reaches; filled while binding. */
  readonly guards: Map<Place, Guard>
}

/** Rows of a place may be looked at when its collection's list rule holds for them. */
export interface Guard {
  readonly place: Place
  readonly rule: Bound
}

export function newPlace(
  link: Link,
  collection: ScopeCollection | undefined,
  parent?: Place,
  isMulti = false,
): Place {
  return { link, collection, parent, isMulti: isMulti || parent?.isMulti === true, steps: new Map() }
}

/** The place that a step leads to: equal steps lead to one place, which becomes one join (contract data.md §5.7). */
export function stepTo(from: Map<string, Place>, step: string, make: () => Place): Place {
  const known = from.get(step)
  if (known) return known
  const made = make()
  from.set(step, made)
  return made
}

/** A collection by name or id; the draft stands for itself while it is not saved yet. */
export function findCollection(binder: Binder, nameOrId: string): ScopeCollection | undefined {
  const { draft, scope } = binder
  const isDraft = draft.id === nameOrId || draft.name.toLowerCase() === nameOrId.toLowerCase()
  return isDraft ? draft : scope.find(nameOrId)
}

/**
 * Hold a client to the list rule of a collection that its text reaches.
 * Errors: `RuleError` when the list rule is null, or does not fit its collection any more.
 */
export function guard(
  binder: Binder,
  place: Place,
  span: Span,
  bind: (binder: Binder, expression: Expression) => Bound,
): void {
  const { collection } = place
  if (!binder.isRestricted || !collection || binder.guards.has(place)) return
  const rule = collection.listRule
  if (rule === '') return
  if (rule === null) throw new RuleError(`The records of "${collection.name}" are not for you to list.`, span)
  try {
    const bound = bind(guardBinder(binder, place, collection), parseRule(rule))
    binder.guards.set(place, { place, rule: bound })
  } catch (error) {
    if (!(error instanceof RuleError)) throw error
    // The place and the names in it are those of a rule that the client never saw.
    const closed = new RuleError(`The list rule of "${collection.name}" cannot be used any more.`, span)
    throw Object.assign(closed, { cause: error })
  }
}

/** The list rule sees the place as its own base, and joins of its own hang from there. */
function guardBinder(binder: Binder, place: Place, collection: ScopeCollection): Binder {
  return {
    ...binder,
    base: newPlace({ kind: 'same', as: place }, collection),
    collection,
    roots: new Map(),
    isRestricted: false,
    isVirtual: false,
    guards: new Map(),
  }
}
