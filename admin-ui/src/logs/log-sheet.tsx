import { useQuery } from '@tanstack/react-query'
import { ChevronDown, ChevronUp, SearchX, X } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useState } from 'react'
import { explain, hasStatus } from '../explain.ts'
import { useMessages } from '../language.ts'
import type { LogEntry } from '../operations/log-entry.ts'
import { logEntryQuery } from '../operations/log-queries.ts'
import { IconButton } from '../parts/button.tsx'
import { CopyButton } from '../parts/copy-button.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { JsonTree } from '../parts/json-tree.tsx'
import { Sheet } from '../parts/sheet.tsx'
import { Tabs } from '../parts/tabs.tsx'
import { LogDetails } from './log-details.tsx'

interface LogSheetProps {
  id: string
  /** Those that are loaded, the newest first. */
  entries: readonly LogEntry[]
  onOpen: (id: string) => void
  onClose: () => void
}

/** One entry in full. J and K go to its neighbours. */
export function LogSheet({ id, entries, onOpen, onClose }: LogSheetProps): ReactNode {
  const messages = useMessages()
  const { logs } = messages.operations
  const [tab, setTab] = useState<'details' | 'json'>('details')
  const index = entries.findIndex((entry) => entry.id === id)
  const { data: fetched, error } = useQuery({ ...logEntryQuery(id), enabled: index < 0 })
  const entry = entries[index] ?? fetched
  const newer = index < 0 ? undefined : entries[index - 1]
  const older = index < 0 ? undefined : entries[index + 1]
  const step = (event: KeyboardEvent): void => {
    const neighbour = { k: newer, j: older }[event.key]
    if (neighbour) onOpen(neighbour.id)
  }
  return (
    <Sheet label={logs.entry} side="right" onClose={onClose} onKeyDown={step}>
      <header className="flex h-14 shrink-0 items-center gap-1 border-b border-line pr-3 pl-5">
        <div className="flex min-w-0 grow items-center gap-1">
          <span className="truncate font-mono text-sm">{id}</span>
          <CopyButton text={id} />
        </div>
        <IconButton label={`${logs.newer} (K)`} disabled={!newer} onClick={() => newer && onOpen(newer.id)}>
          <ChevronUp size={16} strokeWidth={1.75} aria-hidden />
        </IconButton>
        <IconButton
          label={`${logs.olderOne} (J)`}
          disabled={!older}
          onClick={() => older && onOpen(older.id)}
        >
          <ChevronDown size={16} strokeWidth={1.75} aria-hidden />
        </IconButton>
        <IconButton label={messages.common.close} onClick={onClose}>
          <X size={16} strokeWidth={1.75} aria-hidden />
        </IconButton>
      </header>
      {entry && (
        <Tabs
          label={logs.entry}
          tabs={{ details: logs.details, json: logs.json }}
          current={tab}
          onChoose={setTab}
        >
          {tab === 'details' ? (
            <LogDetails entry={entry} />
          ) : (
            <div className="px-5 py-4">
              {/* Filters of the logs take these paths. */}
              <JsonTree name={logs.entry} path="" value={entry} />
            </div>
          )}
        </Tabs>
      )}
      {!entry && error && (
        <EmptyState
          icon={SearchX}
          title={logs.goneTitle}
          lead={hasStatus(error, 404) ? logs.goneLead : explain(error, messages)}
        />
      )}
    </Sheet>
  )
}
