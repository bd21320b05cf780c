import type { CollectionJson, RecordJson } from '@dapur/sdk'
import { useQuery } from '@tanstack/react-query'
import { SearchX } from 'lucide-react'
import type { KeyboardEvent, ReactNode } from 'react'
import { explain, hasStatus } from '../explain.ts'
import { useMessages } from '../language.ts'
import { EmptyState } from '../parts/empty-state.tsx'
import { Sheet } from '../parts/sheet.tsx'
import { recordQuery } from '../queries.ts'
import type { Records } from '../use-records.ts'
import { RecordEditor } from './record-editor.tsx'
import { SheetHeader } from './sheet-header.tsx'

interface RecordSheetProps {
  collection: CollectionJson
  /** Undefined for a new record. */
  id: string | undefined
  /** The record that a new one is a copy of. */
  copyOf?: string | undefined
  tab: string | undefined
  records: Records
  onOpen: (id: string) => void
  onTab: (tab: string | undefined) => void
  onClose: () => void
}

/** One record, to be looked at and changed, or a new one. J and K go to its neighbours in the grid. */
export function RecordSheet(props: RecordSheetProps): ReactNode {
  const { collection, id, copyOf, records, onOpen, onClose } = props
  const messages = useMessages()
  const wanted = id ?? copyOf
  const index = wanted === undefined ? -1 : records.indexOf(wanted)
  const loaded = index < 0 ? undefined : records.row(index)
  const query = recordQuery(collection, wanted ?? '')
  const { data: fetched, error } = useQuery({ ...query, enabled: wanted !== undefined && !loaded })
  const found: RecordJson | undefined = loaded ?? fetched
  const previous = id === undefined || index < 0 ? undefined : records.row(index - 1)
  const next = id === undefined || index < 0 ? undefined : records.row(index + 1)
  const step = (event: KeyboardEvent): void => {
    if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return
    // Letters, because the arrows scroll the sheet and go from tab to tab.
    const neighbour = { k: previous, j: next }[event.key]
    if (neighbour) onOpen(neighbour.id)
  }
  const title =
    id === undefined ? messages.editor.newIn(collection.name) : messages.record.title(collection.name)
  return (
    <Sheet label={title} side="right" onClose={onClose} onKeyDown={step}>
      {wanted === undefined || found ? (
        <RecordEditor
          // Another record is another form.
          key={id ?? `new ${copyOf}`}
          {...props}
          record={id === undefined ? undefined : found}
          start={id === undefined ? found : undefined}
          previous={previous}
          next={next}
        />
      ) : (
        <>
          <SheetHeader title={id ?? title} onClose={onClose} />
          {error && (
            <EmptyState
              icon={SearchX}
              title={messages.record.missingTitle}
              lead={hasStatus(error, 404) ? messages.record.missingLead : explain(error, messages)}
            />
          )}
        </>
      )}
    </Sheet>
  )
}

/** Is the key a letter of what is being typed? */
function isTyping(target: EventTarget): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))
  )
}
