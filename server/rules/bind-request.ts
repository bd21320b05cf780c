import { RuleError } from './ast.ts'
import { bindPath, type Path, type Walk } from './bind-path.ts'
import { type Binder, findCollection, newPlace, stepTo } from './binder.ts'
import type { Late, Operand, Place, Request, Settled } from './bound.ts'
import { asNumber, bodyAt, isInBody, submittedItems, textAt, toCell, toJson } from './request-value.ts'
import type { RuleContext, ScopeField } from './scope.ts'
import { foldCase, plainText } from './value.ts'
import type { Cell } from '../storage/dialect.ts'

const nothing: Settled = { kind: 'literal', value: null }

/**
 * Bind a name that starts with `@request.` (contract data.md §5.4).
 * Errors: `RuleError` for a shape that does not exist; a missing value is NULL instead.
 */
export function bindRequest(walk: Walk, path: Path): Operand {
  const [, part, ...rest] = path.segments
  const inner: Path = { ...path, segments: rest }
  if (walk.binder.collection.isChannel) return bindForChannel(walk, part, inner)
  if (rest.length === 0) {
    if (part === 'method') return known((context) => context.method, path)
    if (part === 'context') return known((context) => context.context, path)
  } else if (part === 'auth') {
    return bindAuth(walk, inner)
  } else if (part === 'body') {
    return bindBody(walk, inner)
  } else if (part === 'query' || part === 'headers') {
    return bindTexts(walk.binder, inner, (context) => context[part])
  }
  throw new RuleError(`There is no "${path.segments.join('.')}".`, path.span)
}

/** A channel has a name, what `*` stands for in it, and somebody who asks. */
function bindForChannel(walk: Walk, part: string | undefined, path: Path): Operand {
  const [name] = path.segments
  if (part === 'auth' && name !== undefined) return bindAuth(walk, path)
  if (part === 'channel' && path.segments.length === 1 && (name === 'name' || name === 'key'))
    return known(({ channel }) => channel?.[name] ?? null, path)
  const there = '@request.auth.…, @request.channel.name and @request.channel.key'
  throw new RuleError(`A rule of a channel knows ${there} of the request.`, path.span)
}

/** A value that the request alone decides; of the modifiers it knows only `:lower`. */
function known(read: (context: RuleContext) => Cell, { modifier, span }: Path): Request {
  if (modifier === undefined) return { kind: 'request', read }
  if (modifier !== 'lower') throw new RuleError(`":${modifier}" means nothing here.`, span)
  return {
    kind: 'request',
    read(context) {
      const cell = read(context)
      return cell === null ? null : foldCase(plainText(cell))
    },
  }
}

function bindTexts(
  { collection }: Binder,
  path: Path,
  textsOf: (context: RuleContext) => Readonly<Record<string, string>>,
): Request {
  const name = path.segments.join('.')
  const read = (context: RuleContext): string | null => textAt(textsOf(context), name) ?? null
  if (path.modifier === 'isset')
    return { kind: 'request', read: (context) => (read(context) === null ? 0 : 1) }
  return known(
    numbered(collection.field(path.segments.at(-1) ?? ''), (context) => toCell(read(context))),
    path,
  )
}

/** Texts that stand beside a number field are numbers, when they read as one. */
function numbered(field: ScopeField | undefined, read: Request['read']): Request['read'] {
  return field?.kind === 'number' ? (context) => asNumber(read(context)) : read
}

const ofRequester: Readonly<Record<string, Request['read']>> = {
  id: ({ auth }) => auth?.id ?? null,
  collectionId: ({ auth }) => auth?.collectionId ?? null,
  collectionName: ({ auth }) => auth?.collectionName ?? null,
  email: ({ auth }) => auth?.cells['email'] ?? null,
  emailVisibility: ({ auth }) => auth?.cells['emailVisibility'] ?? null,
  verified: ({ auth }) => auth?.cells['verified'] ?? null,
}

function bindAuth(walk: Walk, path: Path): Operand {
  const [name = ''] = path.segments
  const read = path.segments.length === 1 && Object.hasOwn(ofRequester, name) ? ofRequester[name] : undefined
  if (read) return { ...known(read, path), ofRequester: name === 'id' && !path.modifier ? 'id' : 'more' }
  const kept = new Map<string, Settled>()
  const key: Late['key'] = ({ auth }) => auth?.collectionId ?? ''
  return {
    kind: 'late',
    isLocal: path.segments.length === 1,
    key,
    resolve(context) {
      const collectionId = key(context)
      const settled = kept.get(collectionId) ?? settleAuth(walk, path, collectionId)
      kept.set(collectionId, settled)
      return settled
    },
  }
}

/** For a guest, and for requesters whose collection has no such field, it is NULL. */
function settleAuth(walk: Walk, path: Path, collectionId: string): Settled {
  const collection = collectionId === '' ? undefined : findCollection(walk.binder, collectionId)
  if (!collection) return nothing
  const place = stepTo(walk.binder.roots, `@request.auth:${collection.id}`, () =>
    newPlace({ kind: 'requester' }, collection),
  )
  return orNothing(() => bindPath(walk, place, path))
}

/** Missing fields under `@request` are NULL, not a mistake. */
function orNothing(bind: () => Settled): Settled {
  try {
    return bind()
  } catch (error) {
    if (error instanceof RuleError) return nothing
    throw error
  }
}

function bindBody(walk: Walk, path: Path): Operand {
  const { segments, modifier, span } = path
  const field = walk.binder.collection.field(segments[0] ?? '')
  if (modifier === 'isset') return isSubmitted(segments)
  if (segments.length > 1 && field?.target !== undefined)
    return bindSubmitted(walk, path, field, field.target)
  if (modifier === 'changed') return bindChanged(walk.binder, path, field)
  if (modifier === 'length' || modifier === 'each') {
    if (!field?.isElements || segments.length > 1) {
      throw new RuleError(`":${modifier}" is for selects, relations and files.`, span)
    }
    return modifier === 'length' ? submittedLength(field) : submittedEach(walk.binder, field)
  }
  return known(bodyRead(walk.binder, segments, field), path)
}

function isSubmitted(segments: readonly string[]): Request {
  return { kind: 'request', read: ({ body }) => (isInBody(body, segments) ? 1 : 0) }
}

function bodyRead(
  { collection }: Binder,
  segments: readonly string[],
  field: ScopeField | undefined,
): Request['read'] {
  if (segments.length === 1 && field?.kind === 'json') {
    // A whole JSON field is seen as its text; null is no value at all.
    return ({ body }) => {
      const value = bodyAt(body, segments)
      return value === null ? null : toJson(value)
    }
  }
  return numbered(collection.field(segments.at(-1) ?? ''), ({ body }) => toCell(bodyAt(body, segments)))
}

function bindChanged(binder: Binder, path: Path, field: ScopeField | undefined): Operand {
  const { segments, span } = path
  if (!field || segments.length > 1) {
    throw new RuleError(`":changed" is for fields of "${binder.collection.name}".`, span)
  }
  // The row of a record that is being created already holds what was submitted.
  if (binder.isVirtual) return { kind: 'literal', value: false }
  const isJson = field.kind === 'json' || field.kind === 'point'
  return {
    kind: 'changed',
    stored: isJson
      ? { kind: 'json', place: binder.base, field, path: [] }
      : { kind: 'column', place: binder.base, field },
    submitted: { kind: 'request', read: bodyRead(binder, segments, field) },
    isSubmitted: isSubmitted(segments),
  }
}

function submittedLength(field: ScopeField): Request {
  return { kind: 'request', read: ({ body }) => submittedItems(bodyAt(body, [field.name])).length }
}

function submittedEach(binder: Binder, field: ScopeField): Settled {
  const place = stepTo(binder.roots, `@request.body.${field.name}:each`, () =>
    newPlace({ kind: 'items', list: submittedList(field) }, undefined, undefined, field.isMultiple),
  )
  return { kind: 'element', place }
}

function submittedList(field: ScopeField): Request {
  return { kind: 'request', read: ({ body }) => JSON.stringify(submittedItems(bodyAt(body, [field.name]))) }
}

/** `@request.body.rel.x`: the field of the records that were submitted; nothing submitted is NULL. */
function bindSubmitted(walk: Walk, path: Path, field: ScopeField, targetId: string): Operand {
  const target = findCollection(walk.binder, targetId)
  if (!target) return nothing
  const place: Place = stepTo(walk.binder.roots, `@request.body.${field.name}`, () =>
    newPlace({ kind: 'submitted', ids: submittedList(field) }, target, undefined, field.isMultiple),
  )
  const settled = orNothing(() => bindPath(walk, place, { ...path, segments: path.segments.slice(1) }))
  return {
    kind: 'late',
    isLocal: false,
    key: ({ body }) => (submittedItems(bodyAt(body, [field.name])).length > 0 ? 'some' : 'none'),
    resolve: ({ body }) => (submittedItems(bodyAt(body, [field.name])).length > 0 ? settled : nothing),
  }
}
