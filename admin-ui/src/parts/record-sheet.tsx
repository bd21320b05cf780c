import type { CollectionJson } from '@dapur/sdk'
import { useQuery } from '@tanstack/react-query'
import { ChevronDown, ChevronUp, SearchX, X } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useState } from 'react'
import { explain, hasStatus } from '../explain.ts'
import { useMessages } from '../language.ts'
import { recordQuery } from '../queries.ts'
import type { Records } from '../use-records.ts'
import { IconButton } from './button.tsx'
import { CopyButton } from './copy-button.tsx'
import { EmptyState } from './empty-state.tsx'
import { JsonText } from './json-text.tsx'
import { RecordFields } from './record-fields.tsx'
import { Sheet } from './sheet.tsx'
import { Tabs } from './tabs.tsx'

interface RecordSheetProps {
  collection: CollectionJson
  id: string
  records: Records
  onOpen: (id: string) => void
  onClose: () => void
}

/** One record in full. J and K go to its neighbours in the grid. */
export function RecordSheet({ collection, id, records, onOpen, onClose }: RecordSheetProps): ReactNode {
  const messages = useMessages()
  const [tab, setTab] = useState<'fields' | 'json'>('fields')
  const index = records.indexOf(id)
  const loaded = index < 0 ? undefined : records.row(index)
  const { data: fetched, error } = useQuery({ ...recordQuery(collection, id), enabled: !loaded })
  const record = loaded ?? fetched
  const previous = index < 0 ? undefined : records.row(index - 1)
  const next = index < 0 ? undefined : records.row(index + 1)
  const step = (event: KeyboardEvent): void => {
    // Letters, because the arrows scroll the sheet and go from tab to tab.
    const neighbour = { k: previous, j: next }[event.key]
    if (neighbour) onOpen(neighbour.id)
  }
  return (
    <Sheet label={messages.record.title(collection.name)} side="right" onClose={onClose} onKeyDown={step}>
      <header className="flex h-14 shrink-0 items-center gap-1 border-b border-line pr-3 pl-5">
        <div className="flex min-w-0 grow items-center gap-1">
          <span className="truncate font-mono text-sm">{id}</span>
          <CopyButton text={id} />
        </div>
        <IconButton
          label={`${messages.record.previous} (K)`}
          disabled={!previous}
          onClick={() => previous && onOpen(previous.id)}
        >
          <ChevronUp size={16} strokeWidth={1.75} aria-hidden />
        </IconButton>
        <IconButton
          label={`${messages.record.next} (J)`}
          disabled={!next}
          onClick={() => next && onOpen(next.id)}
        >
          <ChevronDown size={16} strokeWidth={1.75} aria-hidden />
        </IconButton>
        <IconButton label={messages.common.close} onClick={onClose}>
          <X size={16} strokeWidth={1.75} aria-hidden />
        </IconButton>
      </header>
      {record && (
        <Tabs
          label={messages.record.title(collection.name)}
          tabs={{ fields: messages.record.fields, json: messages.record.json }}
          current={tab}
          onChoose={setTab}
        >
          {tab === 'fields' ? (
            <RecordFields collection={collection} record={record} />
          ) : (
            <div className="relative px-5 py-4">
              <div className="absolute top-3 right-3">
                <CopyButton text={JSON.stringify(record, null, 2)} />
              </div>
              <JsonText value={record} />
            </div>
          )}
        </Tabs>
      )}
      {!record && error && (
        <EmptyState
          icon={SearchX}
          title={messages.record.missingTitle}
          lead={hasStatus(error, 404) ? messages.record.missingLead : explain(error, messages)}
        />
      )}
    </Sheet>
  )
}
