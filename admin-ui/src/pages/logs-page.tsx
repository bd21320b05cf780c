import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { clsx } from 'clsx'
import { Radio, RotateCw, ScrollText, SearchX, Unplug } from 'lucide-react'
import { type ReactNode, useMemo, useState } from 'react'
import { explain, isFilterRefused } from '../explain.ts'
import { useMessages } from '../language.ts'
import { LogChart } from '../logs/log-chart.tsx'
import { LogSheet } from '../logs/log-sheet.tsx'
import { LogSearchBar } from '../logs/log-search-bar.tsx'
import { LogTable } from '../logs/log-table.tsx'
import { Frame } from '../operations/frame.tsx'
import type { LogEntry } from '../operations/log-entry.ts'
import { logFilter, type LogSearch } from '../operations/log-filter.ts'
import { type LogLevel, logLevels } from '../operations/log-level.ts'
import { logsQuery } from '../operations/log-queries.ts'
import { Button, IconButton } from '../parts/button.tsx'
import { EmptyState } from '../parts/empty-state.tsx'

const FOLLOW_MS = 3000

const route = getRouteApi('/shell/logs')

/** What the server has answered and said. Level, words, time and the open entry are in the address. */
export function LogsPage(): ReactNode {
  const { logs } = useMessages().operations
  const { log, ...address } = route.useSearch()
  const navigate = route.useNavigate()
  const queries = useQueryClient()
  const [isFollowing, setFollowing] = useState(false)
  const search = searchOf(address)
  const filter = logFilter(search)
  const list = useInfiniteQuery({ ...logsQuery(filter), refetchInterval: isFollowing && FOLLOW_MS })
  const entries = useMemo(() => unlike(list.data?.pages.flatMap(({ items }) => items) ?? []), [list.data])
  const go = (next: Partial<Record<'level' | 'text' | 'from' | 'to' | 'log', string | undefined>>): void =>
    void navigate({ search: (now) => ({ ...now, ...next }), replace: 'log' in next && log !== undefined })
  return (
    <Frame
      title={logs.title}
      actions={
        <>
          <Button
            look="plain"
            aria-pressed={isFollowing}
            title={logs.followHint}
            onClick={() => setFollowing(!isFollowing)}
            className={clsx(isFollowing && 'text-accent-text')}
          >
            <Radio size={15} strokeWidth={1.75} aria-hidden />
            {logs.follow}
          </Button>
          <IconButton
            label={logs.reload}
            onClick={() => void queries.invalidateQueries({ queryKey: ['logs'] })}
            className="-mr-2"
          >
            <RotateCw
              size={15}
              strokeWidth={1.75}
              aria-hidden
              className={clsx(list.isFetching && !isFollowing && 'late-turn')}
            />
          </IconButton>
        </>
      }
    >
      <LogSearchBar
        key={address.text ?? ''}
        search={search}
        error={search.text !== undefined && isFilterRefused(list.error) ? list.error : undefined}
        onSearch={go}
      />
      <div className="min-h-0 grow overflow-y-auto">
        <LogChart search={search} onRange={go} />
        <Entries
          entries={entries}
          list={list}
          openId={log}
          isSearch={filter !== undefined}
          onOpen={(id) => go({ log: id })}
          onClear={() => go({ level: undefined, text: undefined, from: undefined, to: undefined })}
        />
      </div>
      {log !== undefined && (
        <LogSheet
          id={log}
          entries={entries}
          onOpen={(id) => go({ log: id })}
          onClose={() => go({ log: undefined })}
        />
      )}
    </Frame>
  )
}

interface EntriesProps {
  entries: readonly LogEntry[]
  list: {
    error: unknown
    isPending: boolean
    isPlaceholderData: boolean
    hasNextPage: boolean
    isFetchingNextPage: boolean
    fetchNextPage: () => unknown
  }
  openId: string | undefined
  isSearch: boolean
  onOpen: (id: string) => void
  onClear: () => void
}

function Entries({ entries, list, openId, isSearch, onOpen, onClear }: EntriesProps): ReactNode {
  const messages = useMessages()
  const { logs } = messages.operations
  if (list.isPending) return null
  if (list.error) {
    return <EmptyState icon={Unplug} title={logs.failedTitle} lead={explain(list.error, messages)} />
  }
  if (entries.length === 0) {
    return isSearch ? (
      <EmptyState icon={SearchX} title={logs.noMatchTitle} lead={logs.noMatchLead}>
        <Button onClick={onClear}>{logs.clear}</Button>
      </EmptyState>
    ) : (
      <EmptyState icon={ScrollText} title={logs.emptyTitle} lead={logs.emptyLead} />
    )
  }
  return (
    <>
      <LogTable entries={entries} openId={openId} isOld={list.isPlaceholderData} onOpen={onOpen} />
      {list.hasNextPage && (
        <div className="flex justify-center p-4">
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {logs.older}
          </Button>
        </div>
      )}
    </>
  )
}

function searchOf(address: Partial<Record<'level' | 'text' | 'from' | 'to', string | undefined>>): LogSearch {
  const level = isLevel(address.level) ? address.level : undefined
  return { level, text: address.text, from: timeOf(address.from), to: timeOf(address.to) }
}

function isLevel(text: string | undefined): text is LogLevel {
  return text !== undefined && Object.hasOwn(logLevels, text)
}

function timeOf(text: string | undefined): number | undefined {
  const time = Number(text ?? Number.NaN)
  return Number.isFinite(time) ? time : undefined
}

/** New entries push old ones to the next page, where they come once more. */
function unlike(entries: readonly LogEntry[]): LogEntry[] {
  return [...new Map(entries.map((entry) => [entry.id, entry])).values()]
}
