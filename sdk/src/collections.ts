import { type CallOptions, type ListOptions, queryOf } from './query.ts'
import type { Transport } from './transport.ts'
import type { CollectionJson, ListResult } from './wire.ts'

/** What a new or changed collection is described by; what is absent keeps its default or its value. */
export type CollectionInput = { name?: string; type?: CollectionJson['type'] } & Record<string, unknown>

/** The collections themselves, for superusers. Every call throws an `ApiError`. */
export interface CollectionsApi {
  list(options?: ListOptions): Promise<ListResult<CollectionJson>>
  get(nameOrId: string, options?: CallOptions): Promise<CollectionJson>
  /** @example await dapur.collections.create({ name: 'posts', type: 'base', fields: [{ name: 'title', type: 'text' }] }) */
  create(input: CollectionInput, options?: CallOptions): Promise<CollectionJson>
  update(nameOrId: string, input: CollectionInput, options?: CallOptions): Promise<CollectionJson>
  delete(nameOrId: string, options?: CallOptions): Promise<void>
}

/** The calls on collections (contract data.md §2.2). */
export function collectionsOf(transport: Transport): CollectionsApi {
  const path = '/api/collections'
  const one = (nameOrId: string): string => `${path}/${encodeURIComponent(nameOrId)}`
  return {
    list: (options = {}) => transport.send({ method: 'GET', path, ...options, query: queryOf(options) }),
    get: (nameOrId, options) => transport.send({ method: 'GET', path: one(nameOrId), ...options }),
    create: (input, options) => transport.send({ method: 'POST', path, ...options, body: input }),
    update: (nameOrId, input, options) =>
      transport.send({ method: 'PATCH', path: one(nameOrId), ...options, body: input }),
    async delete(nameOrId, options) {
      await transport.send({ method: 'DELETE', path: one(nameOrId), ...options })
    },
  }
}
