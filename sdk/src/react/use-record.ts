import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { Client } from '../client.ts'
import type { ApiError } from '../error.ts'
import type { RecordAsk } from '../records.ts'
import type { Answer } from '../schema.ts'
import { recordQuery } from './queries.ts'
import { useAuth } from './use-auth.ts'

/**
 * One record, kept by TanStack Query.
 *
 * @example const { data } = useRecord(dapur, 'orders', id)
 */
export function useRecord<
  Schema extends object,
  Name extends keyof Schema & string,
  const Expand extends string = '',
>(
  dapur: Client<Schema>,
  name: Name,
  id: string,
  options?: RecordAsk<Schema, Name, Expand>,
): UseQueryResult<Answer<Schema, Name, Expand>, ApiError> {
  // Somebody else is shown something else.
  useAuth(dapur)
  return useQuery<Answer<Schema, Name, Expand>, ApiError>(recordQuery(dapur, name, id, options))
}
