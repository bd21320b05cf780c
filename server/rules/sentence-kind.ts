import type { Term } from './ast.ts'
import { toPath } from './bind-path.ts'
import { macros } from './macros.ts'
import type { ScopeCollection, ScopeField } from './scope.ts'
import type { Telling } from './telling.ts'
import type { Comparing } from './sentence-words.ts'

/** Is this a number, a time, or any other value? */
export function kindOfTerm(telling: Telling, term: Term): Comparing {
  if (term.kind === 'number') return 'number'
  if (term.kind === 'call') return term.name === 'geoDistance' ? 'number' : 'value'
  if (term.kind === 'text') return 'value'
  const macro = macros.get(term.name)
  if (macro) return typeof macro(0) === 'number' ? 'number' : 'time'
  const { segments, modifier } = toPath(term.name, term)
  if (modifier === 'length') return 'number'
  const field = walk(telling, segments)?.field
  if (field?.kind === 'number') return 'number'
  return field?.kind === 'date' ? 'time' : 'value'
}

/** May there be several values for one record: over a relation to many, a back-relation, a whole collection? */
export function hasSeveral(telling: Telling, term: Term): boolean {
  if (term.kind !== 'name' || macros.has(term.name)) return false
  const { segments, modifier } = toPath(term.name, term)
  if (segments[0] === '@collection') return true
  const end = walk(telling, segments)
  return end !== undefined && (end.isMany || (modifier === 'each' && end.field.isMultiple))
}

interface End {
  readonly field: ScopeField
  readonly isMany: boolean
}

/** The field at the end of a path, as far as it is known before a request. */
function walk(telling: Telling, segments: readonly string[]): End | undefined {
  const [root = '', part = '', ...rest] = segments
  if (root === '@collection') return follow(telling, telling.scope.find(part.split(':')[0] ?? ''), rest)
  if (root === '@request') return part === 'body' ? follow(telling, telling.collection, rest) : undefined
  return follow(telling, telling.collection, segments)
}

function follow(
  { scope }: Telling,
  from: ScopeCollection | undefined,
  segments: readonly string[],
): End | undefined {
  let at = from
  let isMany = false
  for (const [index, segment] of segments.entries()) {
    const field = at?.field(segment)
    if (field && (index === segments.length - 1 || field.target === undefined)) return { field, isMany }
    const via = segment.lastIndexOf('_via_')
    const source = field || via < 0 ? undefined : scope.find(segment.slice(0, via))
    const back = source?.field(segment.slice(via + '_via_'.length))
    isMany ||= field ? field.isMultiple : back !== undefined && (back.isMultiple || !back.isUnique)
    at = field?.target === undefined ? source : scope.find(field.target)
  }
  return undefined
}
