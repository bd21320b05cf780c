import type { Client } from '../client.ts'
import type { ListAsk, RecordAsk } from '../records.ts'
import type { Answer } from '../schema.ts'
import type { ListResult } from '../wire.ts'
import { type DapurKey, keyOf } from './query-key.ts'

/** A question for TanStack Query: for `useQuery`, `useSuspenseQuery`, `prefetchQuery` and the like. */
export interface Query<T> {
  queryKey: DapurKey
  queryFn: (context: { signal: AbortSignal }) => Promise<T>
}

/**
 * The question for a page of records.
 *
 * @example await queryClient.prefetchQuery(recordsQuery(dapur, 'orders', { sort: '-created' }))
 */
export function recordsQuery<
  Schema extends object,
  Name extends keyof Schema & string,
  const Expand extends string = '',
>(
  dapur: Client<Schema>,
  name: Name,
  options?: ListAsk<Schema, Name, Expand>,
): Query<ListResult<Answer<Schema, Name, Expand>>> {
  return {
    queryKey: [...keyOf(dapur, name), 'list', options ?? {}],
    queryFn: ({ signal }) => dapur.collection(name).list<Expand>(withSignal(options, signal)),
  }
}

/**
 * The question for one record.
 *
 * @example const { data } = useSuspenseQuery(recordQuery(dapur, 'orders', id, { expand: 'items_via_order' }))
 */
export function recordQuery<
  Schema extends object,
  Name extends keyof Schema & string,
  const Expand extends string = '',
>(
  dapur: Client<Schema>,
  name: Name,
  id: string,
  options?: RecordAsk<Schema, Name, Expand>,
): Query<Answer<Schema, Name, Expand>> {
  return {
    queryKey: [...keyOf(dapur, name), 'record', id, options ?? {}],
    queryFn: ({ signal }) => dapur.collection(name).get<Expand>(id, withSignal(options, signal)),
  }
}

function withSignal<Options extends object>(
  options: Options | undefined,
  signal: AbortSignal,
): Options & { signal: AbortSignal } {
  return Object.assign({}, options, { signal })
}
