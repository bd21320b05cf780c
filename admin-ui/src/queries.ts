import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { CollectionJson } from '@dapur/sdk'
import { dapur } from './dapur.ts'

/** Records are fetched in pages of this size, as they scroll into view. */
export const PAGE_SIZE = 100

/** Which records: what the address of the page says. */
export interface RecordsQuery {
  collection: CollectionJson
  filter?: string | undefined
  sort?: string | undefined
}

/** All collections, by name. */
export const collectionsQuery = queryOptions({
  queryKey: ['collections'],
  queryFn: async ({ signal }) => {
    const { items } = await dapur.collections.list({ perPage: 1000, sort: 'name', signal })
    return items
  },
  staleTime: 30_000,
})

/** One page of records. Only the first is counted; while another query loads, the old rows stay. */
export function recordsPageQuery(query: RecordsQuery, page: number) {
  const { collection, filter } = query
  // The newest first, as they were inserted; the rows of a view have no such order.
  const sort = query.sort ?? (collection.type === 'view' ? undefined : '-@rowid')
  return queryOptions({
    queryKey: ['records', collection.name, { filter, sort, page }],
    queryFn: ({ signal }) =>
      dapur.collection(collection.name).list({
        page,
        perPage: PAGE_SIZE,
        filter,
        sort,
        expand: expandOf(collection),
        skipTotal: page > 1,
        signal,
      }),
    ...(page === 1 ? { placeholderData: keepPreviousData } : {}),
    staleTime: 10_000,
  })
}

/** One record, for the sheet, when the grid does not have it at hand. */
export function recordQuery(collection: CollectionJson, id: string) {
  return queryOptions({
    queryKey: ['record', collection.name, id],
    queryFn: ({ signal }) =>
      dapur.collection(collection.name).get(id, { expand: expandOf(collection), signal }),
  })
}

/** Every relation, so that related records can be shown by their names. */
export function expandOf({ fields }: CollectionJson): string | undefined {
  const relations = fields.filter(({ type }) => type === 'relation').map(({ name }) => name)
  return relations.join(',') || undefined
}
