import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { Client } from '../client.ts'
import type { ApiError } from '../error.ts'
import type { ListAsk } from '../records.ts'
import type { Answer } from '../schema.ts'
import type { ListResult } from '../wire.ts'
import { recordsQuery } from './queries.ts'
import { useAuth } from './use-auth.ts'

/**
 * A page of records, kept by TanStack Query.
 *
 * @example const { data, error } = useRecords(dapur, 'orders', { filter: { status: 'open' }, expand: 'guest' })
 */
export function useRecords<
  Schema extends object,
  Name extends keyof Schema & string,
  const Expand extends string = '',
>(
  dapur: Client<Schema>,
  name: Name,
  options?: ListAsk<Schema, Name, Expand>,
): UseQueryResult<ListResult<Answer<Schema, Name, Expand>>, ApiError> {
  // Somebody else is shown something else.
  useAuth(dapur)
  return useQuery<ListResult<Answer<Schema, Name, Expand>>, ApiError>(recordsQuery(dapur, name, options))
}
