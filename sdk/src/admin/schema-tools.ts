import type { Caller } from '../caller.ts'
import type { CollectionInput } from '../collections.ts'
import type { CallOptions } from '../query.ts'
import type { CollectionJson, FieldJson, RecordJson } from '../wire.ts'

/** A provider that a collection can be given. */
export interface KnownProvider {
  name: string
  displayName: string
  logo: string
}

/** What else can be done with collections. Every call throws an `ApiError`. */
export interface SchemaToolsApi {
  /** Makes or changes all of them at once; with `deleteMissing`, others go with all that is in them. */
  import(
    collections: readonly CollectionInput[],
    options?: CallOptions & { deleteMissing?: boolean },
  ): Promise<void>
  /** Removes all records. */
  truncate(nameOrId: string, options?: CallOptions): Promise<void>
  /** A new collection of each type, as it begins. */
  scaffolds(options?: CallOptions): Promise<Record<CollectionJson['type'], CollectionJson>>
  providers(options?: CallOptions): Promise<KnownProvider[]>
  /** What a view would have, and some of its records. */
  tryView(query: string, options?: CallOptions): Promise<{ fields: FieldJson[]; sample: RecordJson[] }>
}

/**
 * What else can be done with collections than `dapur.collections` does (contract services.md §2.14), for superusers.
 *
 * @example await schemaToolsOf(dapur).truncate('orders')
 */
export function schemaToolsOf(client: Caller): SchemaToolsApi {
  const path = '/api/collections'
  return {
    async import(collections, { deleteMissing = false, ...options } = {}) {
      const body = { collections, deleteMissing }
      await client.send({ method: 'PUT', path: `${path}/import`, ...options, body })
    },
    async truncate(nameOrId, options) {
      const at = `${path}/${encodeURIComponent(nameOrId)}/truncate`
      await client.send({ method: 'DELETE', path: at, ...options })
    },
    scaffolds: (options) => client.send({ method: 'GET', path: `${path}/meta/scaffolds`, ...options }),
    providers: (options) => client.send({ method: 'GET', path: `${path}/meta/oauth2-providers`, ...options }),
    tryView: (query, options) =>
      client.send({ method: 'POST', path: `${path}/meta/dry-run-view`, ...options, body: { query } }),
  }
}
