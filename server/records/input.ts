import { bag, bagOf } from '../base/bag.ts'
import { type Actor, isSuperuser } from '../base/actor.ts'
import type { AnyFieldType, Modifiers } from '../fields/field-type.ts'
import { PasswordValue } from '../fields/password.ts'
import type { Shape, ShapeField } from './shape.ts'

/** What a client's body comes to: nothing is refused here, `check.ts` does that. */
export interface Draft {
  /** The value of every field after the body was applied to what was there. */
  readonly values: Record<string, unknown>
  /** The fields that the body named. */
  readonly named: ReadonlySet<string>
  /** The body as rules see it: known fields as values, unknown keys as they came (contract data.md §3.16). */
  readonly body: Readonly<Record<string, unknown>>
}

type ModifierName = keyof Modifiers<object, unknown>

/** Keys of a body that are answers of ours and never taken. */
const IGNORED = new Set(['expand', 'collectionId', 'collectionName'])
const AUTOGENERATE = ':autogenerate'

/**
 * Apply a body to the values of a record (empty ones for a create): shortest key first, each on the result of
 * the one before. Keys of hidden fields are dropped for all but superusers; the password of an auth record is
 * the exception.
 *
 * @example prepareInput(shape, ask.actor, { 'count+': 1 }, valuesOf(shape, cells))
 */
export function prepareInput(
  shape: Shape,
  actor: Actor,
  body: Readonly<Record<string, unknown>>,
  from: Readonly<Record<string, unknown>>,
): Draft {
  const values = bagOf(from)
  const named = new Set<string>()
  const seen = bag<unknown>()
  const keys = Object.keys(body).toSorted((a, b) => a.length - b.length)
  for (const key of keys) {
    if (IGNORED.has(key)) continue
    const target = targetOf(shape, key)
    if (!target) {
      seen[key] = body[key]
      continue
    }
    const { field, modifier } = target
    if (isLocked(shape, actor, field)) continue
    const { type, name } = field
    if (type.isManaged) continue
    values[name] = modifier
      ? modify(type, modifier, values[name], body[key], field)
      : type.normalise(body[key], field.field.options)
    named.add(name)
    seen[name] = asRulesSee(values[name])
  }
  return { values, named, body: seen }
}

/** Rules see the plain password that was submitted, as they see everything that was. */
function asRulesSee(value: unknown): unknown {
  return value instanceof PasswordValue ? value.plain : value
}

function modify(
  type: AnyFieldType,
  modifier: ModifierName,
  stored: unknown,
  input: unknown,
  { field }: ShapeField,
): unknown {
  const apply = type.modifiers?.[modifier]
  return apply ? apply(stored, input, field.options) : stored
}

function isLocked(shape: Shape, actor: Actor, { field }: ShapeField): boolean {
  if (!field.hidden || isSuperuser(actor)) return false
  return !(shape.collection.type === 'auth' && field.name === 'password')
}

function targetOf(shape: Shape, key: string): { field: ShapeField; modifier?: ModifierName } | undefined {
  const plain = shape.byName.get(key)
  if (plain) return { field: plain }
  for (const [modifier, name] of readings(key)) {
    const field = shape.byName.get(name)
    if (field?.type.modifiers?.[modifier]) return { field, modifier }
  }
  return undefined
}

function readings(key: string): [ModifierName, string][] {
  if (key.endsWith(AUTOGENERATE)) return [['autogenerate', key.slice(0, -AUTOGENERATE.length)]]
  if (key.endsWith('+')) return [['append', key.slice(0, -1)]]
  if (key.endsWith('-')) return [['remove', key.slice(0, -1)]]
  if (key.startsWith('+')) return [['prepend', key.slice(1)]]
  return []
}
