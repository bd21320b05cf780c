import type { Collection } from '../collections/collection.ts'
import { shapeOf } from '../records/shape.ts'
import type { Expression, Term } from '../rules/ast.ts'
import { parseRule, RuleError } from '../rules/index.ts'

const known = new WeakMap<Collection, Map<string, readonly string[] | undefined>>()

/**
 * The fields of a record of which one holds the id of whoever gets through a rule, as in `owner = @request.auth.id`:
 * nobody else has to be asked. Undefined where a rule does not say so.
 *
 * @example ownerFields(notes, 'owner = @request.auth.id && done = false') // ['owner']
 */
export function ownerFields(collection: Collection, rule: string): readonly string[] | undefined {
  let rules = known.get(collection)
  if (!rules) known.set(collection, (rules = new Map()))
  if (!rules.has(rule)) rules.set(rule, read(collection, rule))
  return rules.get(rule)
}

function read(collection: Collection, rule: string): readonly string[] | undefined {
  try {
    return fieldsOf(collection, parseRule(rule))
  } catch (error) {
    if (error instanceof RuleError) return undefined
    throw error
  }
}

function fieldsOf(collection: Collection, expression: Expression): readonly string[] | undefined {
  if (expression.kind === 'compare') {
    const { sign, left, right } = expression
    if (sign !== '=') return undefined
    if (isRequester(right)) return fieldOf(collection, left)
    return isRequester(left) ? fieldOf(collection, right) : undefined
  }
  const parts = expression.parts.map((part) => fieldsOf(collection, part))
  // Of parts that all have to hold, one is enough to know who gets through; of others each has to say it.
  if (expression.kind === 'all') return parts.find((fields) => fields !== undefined)
  return parts.every((fields) => fields !== undefined) ? parts.flatMap((fields) => fields) : undefined
}

function isRequester(term: Term): boolean {
  return term.kind === 'name' && term.name === '@request.auth.id'
}

/** Only a field with one text in it: a list is compared in other ways. */
function fieldOf(collection: Collection, term: Term): readonly string[] | undefined {
  const field = term.kind === 'name' ? shapeOf(collection).byName.get(term.name) : undefined
  const kind = field?.type.column(field.field.options)
  return field && (kind === 'text' || kind === 'id') ? [field.name] : undefined
}
