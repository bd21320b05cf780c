import { queryOptions, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ListResult } from '@dapur/sdk'
import type { ReactNode } from 'react'
import { dapur } from '../dapur.ts'
import { useMessages } from '../language.ts'
import type { LogEntry } from '../operations/log-entry.ts'
import { logFilter } from '../operations/log-filter.ts'
import { useFormat } from '../use-format.ts'

const SHOWN = 5

const recentErrorsQuery = queryOptions({
  queryKey: ['logs', 'recent-errors'],
  queryFn: ({ signal }) =>
    dapur.send<ListResult<LogEntry>>({
      method: 'GET',
      path: '/api/logs',
      query: { perPage: SHOWN, sort: '-@rowid', filter: logFilter({ level: 'error' }), skipTotal: true },
      signal,
    }),
  refetchInterval: 15_000,
})

/** The last things that went wrong, each with the way to its entry in the logs. */
export function RecentErrors(): ReactNode {
  const { home } = useMessages()
  const format = useFormat()
  const { data } = useQuery(recentErrorsQuery)
  if (!data) return null
  return (
    <section className="mt-8">
      <h2 className="mb-2 text-sm font-semibold">{home.errors}</h2>
      {data.items.length === 0 && <p className="text-sm text-text-2">{home.noErrors}</p>}
      <ul className="divide-y divide-line border-y border-line empty:border-0">
        {data.items.map(({ id, created, message }) => (
          <li key={id}>
            <Link
              to="/logs"
              search={{ level: 'error', log: id }}
              className="flex min-h-9 items-center gap-4 py-1.5 text-sm hover:bg-surface-2"
            >
              <span className="min-w-0 grow truncate">{message}</span>
              <span className="shrink-0 text-xs text-text-3 tabular-nums">{format.ago(created)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
