import { fieldTypes } from '../fields/index.ts'
import type { Field } from '../fields/field-type.ts'
import { macros } from '../rules/macros.ts'
import type { Collection } from './collection.ts'
import type { Completion, Surroundings } from './completion.ts'

const PARTS = ['auth.', 'body.', 'query.', 'headers.', 'method', 'context']
const CHANNEL_PARTS = ['auth.', 'channel.name', 'channel.key']
const FUNCTIONS: readonly [label: string, detail: string][] = [
  ['geoDistance(', 'lonA, latA, lonB, latB in km'],
  ['strftime(', 'format, time, modifiers'],
]

/**
 * The names that begin with what is typed: fields of the collection that the path has reached, back-relations, macros,
 * functions, modifiers.
 *
 * @example completeName('author.na', surroundings) // [{ label: 'author.name', kind: 'field', detail: 'text' }]
 */
export function completeName(word: string, surroundings: Surroundings): readonly Completion[] {
  const dot = word.lastIndexOf('.')
  const path = word.slice(0, dot + 1)
  const colon = word.indexOf(':', dot + 1)
  const found =
    colon >= 0 && !path.startsWith('@collection') && !word.startsWith('@collection.')
      ? modifiersOf(word.slice(0, colon), surroundings)
      : [...namesAfter(path, surroundings), ...(path === '' ? freeNames(surroundings) : [])]
  const typed = word.toLowerCase()
  return found.filter(({ label }) => label.toLowerCase().startsWith(typed))
}

/** What stands on its own. */
function freeNames({ isFilter }: Surroundings): readonly Completion[] {
  const outside: Completion[] = isFilter
    ? []
    : [
        { label: '@request.', kind: 'request', detail: 'the request' },
        { label: '@collection.', kind: 'collection', detail: 'any collection' },
      ]
  return [
    ...outside,
    ...[...macros.keys()].map((label): Completion => ({ label, kind: 'macro', detail: 'UTC' })),
    ...FUNCTIONS.map(([label, detail]): Completion => ({ label, kind: 'function', detail })),
    ...['true', 'false', 'null'].map((label): Completion => ({ label, kind: 'value', detail: '' })),
  ]
}

function namesAfter(path: string, surroundings: Surroundings): readonly Completion[] {
  const { catalog, isFilter } = surroundings
  const [root = '', part = '', ...rest] = path.slice(0, -1).split('.')
  if (!path.startsWith('@')) {
    const end = path === '' ? surroundings.collection : walk(surroundings, path.slice(0, -1).split('.'))
    return end ? fieldNames(surroundings, end, path) : []
  }
  if (isFilter) return []
  if (path === '@request.')
    return (surroundings.collection ? PARTS : CHANNEL_PARTS).map((label) => ({
      label: path + label,
      kind: 'request',
      detail: '',
    }))
  if (path === '@collection.')
    return catalog.all.map(({ name, type }) => ({
      label: `${path}${name}.`,
      kind: 'collection',
      detail: type,
    }))
  const starts =
    root === '@collection'
      ? [catalog.find(part.split(':')[0] ?? '')]
      : part === 'auth'
        ? catalog.all.filter(({ type }) => type === 'auth')
        : part === 'body'
          ? [surroundings.collection]
          : []
  return unique(
    starts.flatMap((start) => {
      const end = start && walk({ ...surroundings, collection: start }, rest)
      return end ? fieldNames(surroundings, end, path) : []
    }),
  )
}

/** The collection that a path of relations leads to. */
function walk({ catalog, collection }: Surroundings, segments: readonly string[]): Collection | undefined {
  let at: Collection | undefined = collection
  for (const segment of segments) {
    const field: Field | undefined = at?.fields.find(({ name }) => name === segment)
    const via = segment.lastIndexOf('_via_')
    at = field
      ? catalog.byId(targetOf(field) ?? '')
      : via < 0
        ? undefined
        : catalog.find(segment.slice(0, via))
  }
  return at
}

function targetOf(field: Field): string | undefined {
  return fieldTypes.get(field.type)?.reference?.(field.options)?.collectionId
}

function fieldNames(
  { catalog, isFilter }: Surroundings,
  { id, fields }: Collection,
  path: string,
): readonly Completion[] {
  const own = fields
    .filter(({ hidden, type }) => !isFilter || (!hidden && type !== 'password'))
    .flatMap((field): Completion[] => {
      const target = targetOf(field)
      const plain: Completion = { label: path + field.name, kind: 'field', detail: field.type }
      if (target === undefined) return [plain]
      const detail = `→ ${catalog.byId(target)?.name ?? ''}`
      return [plain, { label: `${path}${field.name}.`, kind: 'relation', detail }]
    })
  const back = catalog.all.flatMap((other) =>
    other.fields
      .filter((field) => targetOf(field) === id)
      .map(({ name }): Completion => {
        return { label: `${path}${other.name}_via_${name}.`, kind: 'relation', detail: `← ${other.name}` }
      }),
  )
  return [...own, ...back]
}

function modifiersOf(name: string, surroundings: Surroundings): readonly Completion[] {
  const segments = name.split('.')
  const last = segments.at(-1) ?? ''
  const isSubmitted = name.startsWith('@request.body.')
  const isSent = isSubmitted || name.startsWith('@request.query.') || name.startsWith('@request.headers.')
  const path = name.startsWith('@') ? segments.slice(2, -1) : segments.slice(0, -1)
  const field = walk(surroundings, path)?.fields.find((known) => known.name === last)
  const isElements = field !== undefined && fieldTypes.get(field.type)?.hasElements === true
  const fitting = [
    ...(isSent ? ['isset'] : []),
    ...(isSubmitted && path.length === 0 ? ['changed'] : []),
    ...(isElements ? ['length', 'each'] : []),
    'lower',
  ]
  return fitting.map((modifier) => ({ label: `${name}:${modifier}`, kind: 'modifier', detail: '' }))
}

function unique(items: readonly Completion[]): readonly Completion[] {
  return [...new Map(items.map((item) => [item.label, item])).values()]
}
