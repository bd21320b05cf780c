import { queryOptions, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { dapur } from '../dapur.ts'
import { explain } from '../explain.ts'
import { useMessages } from '../language.ts'
import { Notice } from '../parts/notice.tsx'
import { Table, TableCell, TableRow } from '../parts/table.tsx'
import { Section } from '../reference/section.tsx'
import { useFormat } from '../use-format.ts'

/** What is shown of a connection (docs/realtime.md, *Who is connected*). */
interface Connection {
  readonly id: string
  readonly actor: { readonly id: string; readonly collection: string } | null
  readonly address: string
  readonly transport: 'websocket' | 'sse'
  readonly since: string
  readonly behind: number
  readonly topics: { readonly total: number; readonly items: readonly { readonly topic: string }[] }
}

interface Page {
  readonly items: readonly Connection[]
  readonly totalItems: number
}

const connectionsQuery = queryOptions({
  queryKey: ['connections'],
  queryFn: ({ signal }) =>
    dapur.send<Page>({
      method: 'GET',
      path: '/api/realtime/inspect',
      query: { perPage: 100 },
      signal,
    }),
  refetchInterval: 4000,
})

/** Who is connected to realtime, looked at every few seconds. */
export function Connections(): ReactNode {
  const messages = useMessages()
  const { api } = messages
  const format = useFormat()
  const { data, error } = useQuery(connectionsQuery)
  return (
    <Section title={api.connected} note={data ? format.number(data.totalItems) : ''}>
      {error && <Notice kind="danger">{explain(error, messages)}</Notice>}
      {data?.items.length === 0 && <p className="text-sm text-text-2">{api.nobody}</p>}
      {data && data.items.length > 0 && (
        <Table
          label={api.connected}
          heads={[
            { words: api.who },
            { words: api.from },
            { words: api.topics },
            { words: api.behind, isRight: true },
            { words: api.since, isRight: true },
          ]}
        >
          {data.items.map(({ id, actor, address, transport, topics, behind, since }) => (
            <TableRow key={id}>
              <TableCell className="whitespace-nowrap">
                {actor ? (
                  <>
                    {actor.collection} <code className="font-mono text-xs text-text-2">{actor.id}</code>
                  </>
                ) : (
                  api.guest
                )}
              </TableCell>
              <TableCell className="whitespace-nowrap text-text-2">
                {address} · {transport}
              </TableCell>
              <TableCell className="max-w-80 truncate font-mono text-xs">
                {topics.items.map(({ topic }) => topic).join(', ')}
                {topics.total > topics.items.length &&
                  ` ${messages.common.more(topics.total - topics.items.length)}`}
              </TableCell>
              <TableCell isRight>{format.number(behind)}</TableCell>
              <TableCell isRight className="whitespace-nowrap text-text-2">
                {format.ago(since)}
              </TableCell>
            </TableRow>
          ))}
        </Table>
      )}
    </Section>
  )
}
