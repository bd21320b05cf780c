import type { ListResult } from '@dapur/sdk'
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { dapur } from '../dapur.ts'
import type { LogEntry } from './log-entry.ts'

const PAGE_SIZE = 100

/** How many entries there are in one hour that has any. */
export interface LogHour {
  readonly date: string
  readonly total: number
}

/** The entries that a filter leaves, the newest first, page by page. */
export function logsQuery(filter: string | undefined) {
  return infiniteQueryOptions({
    queryKey: ['logs', 'list', filter ?? ''],
    queryFn: ({ pageParam, signal }) =>
      dapur.send<ListResult<LogEntry>>({
        method: 'GET',
        path: '/api/logs',
        query: { page: pageParam, perPage: PAGE_SIZE, sort: '-@rowid', filter, skipTotal: true },
        signal,
      }),
    initialPageParam: 1,
    getNextPageParam: ({ items }, _pages, last) => (items.length < PAGE_SIZE ? undefined : last + 1),
    placeholderData: keepPreviousData,
  })
}

/** One entry, when the list does not have it at hand. */
export function logEntryQuery(id: string) {
  return queryOptions({
    queryKey: ['logs', 'entry', id],
    queryFn: ({ signal }) =>
      dapur.send<LogEntry>({ method: 'GET', path: `/api/logs/${encodeURIComponent(id)}`, signal }),
  })
}

/** How many entries a filter leaves in each hour. */
export function logHoursQuery(filter: string | undefined) {
  return queryOptions({
    queryKey: ['logs', 'hours', filter ?? ''],
    queryFn: ({ signal }) =>
      dapur.send<LogHour[]>({ method: 'GET', path: '/api/logs/stats', query: { filter }, signal }),
    placeholderData: keepPreviousData,
  })
}
