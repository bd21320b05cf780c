import type { CollectionJson, RecordJson } from '@dapur/sdk'
import { ChevronDown, ChevronUp } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useState } from 'react'
import { flushSync } from 'react-dom'
import { useRecordLabel } from '../fields/record-label.ts'
import { useMessages } from '../language.ts'
import { IconButton } from '../parts/button.tsx'
import { RecordFields } from '../parts/record-fields.tsx'
import { Tabs } from '../parts/tabs.tsx'
import { AccountTab } from './account-tab.tsx'
import { HistoryTab } from './history-tab.tsx'
import { JsonTab } from './json-tab.tsx'
import { keepsHistory } from './keeps.ts'
import { tell } from './notes.ts'
import { RecordForm } from './record-form.tsx'
import { RecordMenu } from './record-menu.tsx'
import { SaveBar } from './save-bar.tsx'
import { SheetHeader } from './sheet-header.tsx'
import { UnsavedGuard } from './unsaved-guard.tsx'
import { type RecordDraft, useRecordDraft } from './use-record-draft.ts'

interface RecordEditorProps {
  collection: CollectionJson
  /** Undefined for a new one. */
  record: RecordJson | undefined
  /** What a new one is a copy of. */
  start: RecordJson | undefined
  previous: RecordJson | undefined
  next: RecordJson | undefined
  tab: string | undefined
  onTab: (tab: string | undefined) => void
  onOpen: (id: string) => void
  onClose: () => void
}

type Tab = 'fields' | 'json' | 'history' | 'account'

/** The tabs of one record over one draft, and what can be done with it. */
export function RecordEditor(props: RecordEditorProps): ReactNode {
  const { collection, record, start, onTab, onOpen, onClose } = props
  const { editor } = useMessages()
  const labelOf = useRecordLabel()
  const form = useRecordDraft(collection, record, start)
  const [isLeaving, setLeaving] = useState(false)
  const isView = collection.type === 'view'
  const names = useTabs(collection, record)
  const tab = tabOf(names, props.tab)
  const label = record ? labelOf(record) : editor.newIn(collection.name)
  const save = async (): Promise<void> => {
    const saved = await form.save()
    if (!saved) return
    tell({ text: record ? editor.isSaved : editor.isCreated, kind: 'done' })
    // A new one has an address of its own from now on.
    if (!record) onOpen(saved.id)
  }
  const press = (event: KeyboardEvent): void => {
    const isSave = (event.key === 's' || event.key === 'Enter') && (event.metaKey || event.ctrlKey)
    if (!isSave || isView) return
    event.preventDefault()
    if (!form.isSaving && (form.isDirty || !record)) void save()
  }
  return (
    // Only the keys of the whole form are heard here; what is focused is inside.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className="flex min-h-0 grow flex-col" onKeyDown={press}>
      <SheetHeader
        title={label ?? record?.id ?? ''}
        id={label === undefined ? undefined : record?.id}
        onClose={onClose}
      >
        {record && <Neighbours {...props} />}
        <RecordMenu
          collection={collection}
          record={record}
          body={form.body}
          isDirty={form.isDirty}
          onGone={() => {
            // At once: what is still in the form belongs to a record that is gone.
            flushSync(() => setLeaving(true))
            onClose()
          }}
        />
      </SheetHeader>
      <Tabs
        label={label ?? record?.id ?? ''}
        tabs={names}
        current={tab}
        onChoose={(chosen) => onTab(chosen === 'fields' ? undefined : chosen)}
      >
        <Panel tab={tab} collection={collection} record={record} form={form} />
      </Tabs>
      {!isView && (form.isDirty || !record) && (
        <SaveBar form={form} isNew={!record} onSave={() => void save()} />
      )}
      <UnsavedGuard isDirty={form.isDirty && !form.isSaving && !isLeaving} isNew={record === undefined} />
    </div>
  )
}

interface PanelProps {
  tab: Tab
  collection: CollectionJson
  record: RecordJson | undefined
  form: RecordDraft
}

function Panel({ tab, collection, record, form }: PanelProps): ReactNode {
  const isView = collection.type === 'view'
  if (tab === 'json') return <JsonTab record={record} {...(!isView && { form })} />
  if (tab === 'history' && record) return <HistoryTab collection={collection} record={record} />
  if (tab === 'account' && record) return <AccountTab collection={collection} record={record} />
  if (isView && record) return <RecordFields collection={collection} record={record} />
  return <RecordForm collection={collection} record={record} form={form} />
}

function Neighbours({ previous, next, onOpen }: RecordEditorProps): ReactNode {
  const { record } = useMessages()
  return (
    <>
      <IconButton
        label={`${record.previous} (K)`}
        disabled={!previous}
        onClick={() => previous && onOpen(previous.id)}
      >
        <ChevronUp size={16} strokeWidth={1.75} aria-hidden />
      </IconButton>
      <IconButton label={`${record.next} (J)`} disabled={!next} onClick={() => next && onOpen(next.id)}>
        <ChevronDown size={16} strokeWidth={1.75} aria-hidden />
      </IconButton>
    </>
  )
}

/** Which tabs this record has, and what stands on them. */
function useTabs(collection: CollectionJson, record: RecordJson | undefined): Partial<Record<Tab, string>> {
  const { record: words, editor } = useMessages()
  return {
    fields: words.fields,
    json: words.json,
    ...(record && collection.type === 'auth' && { account: editor.account }),
    ...(record && keepsHistory(collection) && { history: editor.history }),
  }
}

function tabOf(names: Partial<Record<Tab, string>>, wanted: string | undefined): Tab {
  const known: readonly Tab[] = ['fields', 'json', 'history', 'account']
  return known.find((tab) => tab === wanted && names[tab] !== undefined) ?? 'fields'
}
