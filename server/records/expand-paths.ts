import type { Actor } from '../base/actor.ts'
import type { Catalog, Collection } from '../collections/collection.ts'
import { uniqueIndexOn } from '../collections/indexes.ts'
import type { Field } from '../fields/field-type.ts'
import { isClosed } from './access.ts'

/** One step of an expand: from records of one collection to records of another. */
export interface Step {
  /** The key in the answer, as the client wrote it. */
  readonly key: string
  readonly target: Collection
  /** Forward: the field of this collection that holds the ids. Back: the field of the target that points here. */
  readonly field: Field
  readonly isBack: boolean
  /** Does the answer hold one record rather than a list? */
  readonly isSingle: boolean
  readonly next: Map<string, Step>
}

const MAX_LEVELS = 6
const BACK = /^(\w+)_via_(\w+)$/
/** The older way to write a back-relation: `comments(post)`. */
const BACK_OLD = /^(\w+)\((\w+)\)$/

/**
 * The steps that an `expand` asks for. A path that cannot be walked to its end, because a name does not exist
 * or a collection is closed to this actor, is left out whole and is no error (contract data.md §4.10).
 *
 * @example expandSteps(catalog, posts, guest, 'author,tags.group')
 */
export function expandSteps(
  catalog: Catalog,
  collection: Collection,
  actor: Actor,
  expand: string,
): Map<string, Step> {
  const root = new Map<string, Step>()
  for (const path of pathsOf(expand)) {
    const steps = walk(catalog, collection, actor, path.split('.').slice(0, MAX_LEVELS))
    if (steps) merge(root, steps)
  }
  return root
}

/** Spaces and stray dots removed, doubles dropped, and paths that another path goes on from. */
function pathsOf(expand: string): string[] {
  const paths = new Set(
    expand
      .replaceAll(/\s/g, '')
      .split(',')
      .map((path) => path.replace(/^\.+|\.+$/g, ''))
      .filter((path) => path !== ''),
  )
  return [...paths].filter((path) => ![...paths].some((other) => other.startsWith(`${path}.`)))
}

function walk(
  catalog: Catalog,
  from: Collection,
  actor: Actor,
  names: readonly string[],
): Step[] | undefined {
  const steps: Step[] = []
  let here = from
  for (const name of names) {
    const step = stepTo(catalog, here, name)
    if (!step || isClosed(actor, step.target, 'viewRule')) return undefined
    steps.push(step)
    here = step.target
  }
  return steps
}

function stepTo(catalog: Catalog, here: Collection, key: string): Step | undefined {
  const field = here.fields.find(({ name }) => name === key)
  if (field) return forward(catalog, key, field)
  const [, name, via] = BACK.exec(key) ?? BACK_OLD.exec(key) ?? []
  const target = name === undefined ? undefined : catalog.find(name)
  const back = target?.fields.find((other) => other.name === via && pointsTo(other, here))
  if (!target || !back) return undefined
  const isSingle = !isMultiple(back) && uniqueIndexOn(target, back.name) !== undefined
  return { key, target, field: back, isBack: true, isSingle, next: new Map() }
}

function forward(catalog: Catalog, key: string, field: Field): Step | undefined {
  const id = field.options['collectionId']
  const target = field.type === 'relation' && typeof id === 'string' ? catalog.byId(id) : undefined
  return target && { key, target, field, isBack: false, isSingle: !isMultiple(field), next: new Map() }
}

function pointsTo(field: Field, collection: Collection): boolean {
  return field.type === 'relation' && field.options['collectionId'] === collection.id
}

/** Does a relation hold a list of ids? */
export function isMultiple(field: Field): boolean {
  return Number(field.options['maxSelect'] ?? 0) > 1
}

function merge(root: Map<string, Step>, steps: readonly Step[]): void {
  let level = root
  for (const step of steps) {
    const known = level.get(step.key)
    if (!known) level.set(step.key, step)
    level = (known ?? step).next
  }
}
