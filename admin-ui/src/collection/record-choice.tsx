import type { CollectionJson } from '@dapur/sdk'
import { useQuery } from '@tanstack/react-query'
import { ChevronDown } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useRecordLabel } from '../fields/record-label.ts'
import { controlLook } from '../inputs/look.ts'
import { useMessages } from '../language.ts'
import { Field } from '../parts/field.tsx'
import { recordQuery } from '../queries.ts'
import { RecordPicker } from '../record/record-picker.tsx'

interface RecordChoiceProps {
  label: string
  target: CollectionJson
  /** '' while none is chosen. */
  id: string
  onChange: (id: string) => void
}

/** One record of a collection, found by a search. */
export function RecordChoice({ label, target, id, onChange }: RecordChoiceProps): ReactNode {
  const { collection } = useMessages()
  const [isOpen, setOpen] = useState(false)
  const labelOf = useRecordLabel()
  const { data: record } = useQuery({ ...recordQuery(target, id), enabled: id !== '' })
  if (isOpen) {
    return (
      <RecordPicker
        target={target}
        chosen={id === '' ? [] : [id]}
        onPick={(next) => {
          setOpen(false)
          onChange(next)
        }}
        onClose={() => setOpen(false)}
      />
    )
  }
  return (
    <Field label={label}>
      {(control) => (
        <button
          {...control}
          aria-invalid={undefined}
          type="button"
          onClick={() => setOpen(true)}
          className={controlLook(false, 'flex h-8.5 items-center gap-2 text-left')}
        >
          <span className={id === '' ? 'grow text-text-3' : 'min-w-0 grow truncate'}>
            {id === '' ? collection.choose(target.name) : record ? (labelOf(record) ?? id) : id}
          </span>
          <ChevronDown size={14} aria-hidden className="shrink-0 text-text-3" />
        </button>
      )}
    </Field>
  )
}
