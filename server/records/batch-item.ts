import { apiError } from '../base/error.ts'
import { type Steps, take } from '../base/now.ts'
import type { Catalog, Collection } from '../collections/collection.ts'
import type { HookName } from '../hooks/events.ts'
import type { BatchRequest } from './batch-request.ts'
import { createDeed } from './create-deed.ts'
import type { Deed, Scene } from './deed.ts'
import { deleteDeed } from './delete-deed.ts'
import { readRecord } from './find.ts'
import { fieldPicker } from './pick.ts'
import { type Ask, RequestContext } from './request.ts'
import { updateDeed } from './update-deed.ts'
import { uploadsOfPart } from './uploads.ts'

/** What a request of a batch asks for (contract data.md §6.2). */
interface Action {
  readonly method: string
  readonly collection: string
  /** Empty where the address names no record. */
  readonly id: string
  readonly query: Readonly<Record<string, string>>
}

const ADDRESS = /^\/api\/collections\/([^/?]+)\/records(?:\/([^/?]+))?(?:\?(.*))?$/s

/** The methods, whether their address names a record, and what hooks may stand around them. */
const methods: ReadonlyMap<string, { readonly named: boolean; readonly events: readonly HookName[] }> =
  new Map([
    ['POST', { named: false, events: ['record.create'] }],
    ['PUT', { named: false, events: ['record.create', 'record.update'] }],
    ['PATCH', { named: true, events: ['record.update'] }],
    ['DELETE', { named: true, events: ['record.delete'] }],
  ])

/**
 * What a request of a batch does, decided when its turn comes: an upsert looks whether its record is there.
 *
 * Errors: `batch_action_unknown` 400 for all that is no write of a record, `bad_request` 400 for broken `fields`.
 */
export function* batchDeed(scene: Scene, ask: Ask, request: BatchRequest): Steps<Deed> {
  const { method, collection, id, query } = actionOf(request)
  if (query['fields']) fieldPicker(query['fields'])
  const { body } = request
  const as = (effective: string): Ask => askFor(ask, request, effective, query)
  if (method === 'DELETE') return deleteDeed(as('DELETE'), collection, id)
  if (method === 'PATCH') return updateDeed(as('PATCH'), collection, { id, body })
  const upserted = method === 'PUT' ? yield* existingId(scene, collection, body['id']) : undefined
  return upserted === undefined
    ? createDeed(as('POST'), collection, body)
    : updateDeed(as('PATCH'), collection, { id: upserted, body })
}

/** What of a batch's request counts for rate limits. */
export interface BatchTarget {
  readonly method: string
  /** The address without its query. */
  readonly path: string
  readonly collection: Collection
  /** Of the record that an upsert names. */
  readonly upserts: string | undefined
}

/** Undefined for a request that will be refused. */
export function batchTarget(catalog: Catalog, { method, url, body }: BatchRequest): BatchTarget | undefined {
  const [, name = '', id = ''] = ADDRESS.exec(url) ?? []
  const collection = catalog.find(decode(name))
  if (!collection || methods.get(method)?.named !== (id !== '')) return undefined
  const own = body['id']
  const upserts = method === 'PUT' && typeof own === 'string' && own !== '' ? own : undefined
  return { method, path: decode(url.split('?')[0] ?? ''), collection, upserts }
}

/** The events that a request may set off, with their collection; none for one that will be refused. */
export function batchEvents({ method, url }: BatchRequest): {
  events: readonly HookName[]
  collection: string
} {
  const [, collection = ''] = ADDRESS.exec(url) ?? []
  return { events: methods.get(method)?.events ?? [], collection: decode(collection) }
}

function actionOf({ method, url }: BatchRequest): Action {
  const found = ADDRESS.exec(url)
  const known = methods.get(method)
  const [, collection = '', id = '', query = ''] = found ?? []
  if (!found || !known || known.named !== (id !== ''))
    throw apiError('batch_action_unknown', { action: `${method} ${url.slice(0, 200)}` })
  return { method, collection: decode(collection), id: decode(id), query: queryOf(query) }
}

/** Upstream does not decode, and most names have nothing to decode. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // What cannot be decoded is a name as it stands, which no collection and no record has.
    return text
  }
}

/** The first value of each name, as everywhere else. */
function queryOf(text: string): Record<string, string> {
  const query: Record<string, string> = Object.create(null)
  for (const [name, value] of new URLSearchParams(text)) query[name] ??= value
  return query
}

function* existingId(
  { house, catalog, reader }: Scene,
  name: string,
  id: unknown,
): Steps<string | undefined> {
  const collection = catalog.find(name)
  if (!collection || typeof id !== 'string' || id === '') return undefined
  return (yield* take(readRecord(house.storage, reader, collection, id))) ? id : undefined
}

/** The outer request's identity, with the address and the headers of this one. */
function askFor(outer: Ask, { at, headers }: BatchRequest, method: string, query: Action['query']): Ask {
  const { now, auth, body } = outer.context
  const context = new RequestContext(
    { now, method, context: 'batch', auth, body },
    {
      query,
      get headers() {
        return overlaid(outer.context.headers, headers)
      },
    },
  )
  const uploads = uploadsOfPart(outer.uploads, at)
  const { actor, remarks } = outer
  return { actor, context, expand: query['expand'] ?? '', remarks, ...(uploads && { uploads }) }
}

/** The identity is the outer request's: a header for another one is passed over. */
function overlaid(
  outer: Readonly<Record<string, string>>,
  own: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const headers: Record<string, string> = Object.assign(Object.create(null), outer, {
    content_type: 'application/json',
  })
  for (const [name, value] of Object.entries(own)) {
    const key = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')
    if (key !== 'authorization') headers[key] = value
  }
  return headers
}
