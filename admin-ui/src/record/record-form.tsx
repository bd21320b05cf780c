import type { CollectionJson, RecordJson } from '@dapur/sdk'
import { type ReactNode, useEffect, useRef } from 'react'
import { explain } from '../explain.ts'
import { useMessages } from '../language.ts'
import { Notice } from '../parts/notice.tsx'
import { FieldRow } from './field-row.tsx'
import type { RecordDraft } from './use-record-draft.ts'
import { MadeFields } from './made-fields.tsx'

interface RecordFormProps {
  collection: CollectionJson
  record: RecordJson | undefined
  form: RecordDraft
}

/** All fields of a record under each other, and what the server says of them. */
export function RecordForm({ collection, record, form }: RecordFormProps): ReactNode {
  const messages = useMessages()
  const frame = useRef<HTMLDivElement>(null)
  const { error, isSaving } = form
  const wrong = form.fields.find(({ name }) => form.problemOf(name) !== undefined)?.name
  useEffect(() => {
    if (isSaving || wrong === undefined) return
    // The first that is wrong comes into sight, and is where one types on.
    const note = frame.current?.querySelector('[data-problem="true"]')
    note?.parentElement
      ?.querySelector<HTMLElement>('input, textarea, select, [contenteditable="true"]')
      ?.focus()
    note?.scrollIntoView({ block: 'nearest' })
  }, [isSaving, wrong])
  return (
    <div ref={frame} className="flex flex-col px-5 py-2.5">
      {error !== undefined && (
        <div className="py-2">
          <Notice kind="danger">{explain(error, messages)}</Notice>
        </div>
      )}
      {form.fields.map((field) => (
        <FieldRow
          key={field.id}
          field={field}
          draft={form.draft[field.name]}
          problem={form.problemOf(field.name)}
          onChange={(value) => form.set(field.name, value)}
          collection={collection}
          record={record}
        />
      ))}
      {record && <MadeFields collection={collection} record={record} />}
    </div>
  )
}
