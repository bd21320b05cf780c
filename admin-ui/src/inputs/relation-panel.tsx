import type { CollectionJson } from '@dapur/sdk'
import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { toTexts } from '../fields/value.ts'
import { useMessages } from '../language.ts'
import { collectionsQuery } from '../queries.ts'
import { RecordPicker } from '../record/record-picker.tsx'
import { useRelated } from '../record/use-related.ts'
import type { PanelProps } from './field-input.ts'
import { holdsMany } from './holds-many.ts'
import { isRelationFull, RelationCount } from './relation-count.tsx'

/** Related records as chips, and the search for others. Where the field holds one, choosing it saves it. */
export function RelationPanel({ field, draft, onChange, onSave }: PanelProps): ReactNode {
  const { data: collections } = useQuery(collectionsQuery)
  const target = collections?.find((collection) => collection.id === field['collectionId'])
  const ids = toTexts(draft)
  const pick = (picked: string): void => {
    if (holdsMany(field))
      onChange(ids.includes(picked) ? ids.filter((other) => other !== picked) : [...ids, picked])
    else onSave?.(ids.includes(picked) ? [] : [picked])
  }
  if (!target) return null
  return (
    <div className="flex min-h-0 min-w-0 flex-col gap-2">
      {ids.length > 0 && (
        <Chosen
          target={target}
          ids={ids}
          onRemove={(gone) => onChange(ids.filter((other) => other !== gone))}
        />
      )}
      <RecordPicker
        target={target}
        chosen={ids}
        isFull={isRelationFull(field, ids.length)}
        onPick={pick}
        onClose={() => undefined}
      />
      <RelationCount field={field} count={ids.length} />
    </div>
  )
}

interface ChosenProps {
  target: CollectionJson
  ids: readonly string[]
  onRemove: (id: string) => void
}

function Chosen({ target, ids, onRemove }: ChosenProps): ReactNode {
  const { editor } = useMessages()
  const chosen = useRelated(target, ids)
  return (
    <ul className="flex max-h-24 shrink-0 flex-wrap gap-1 overflow-y-auto">
      {chosen.map(({ id, label }) => (
        <li
          key={id}
          title={id}
          className="inline-flex h-6.5 max-w-full items-center gap-0.5 rounded-full border border-line bg-surface-1 pl-2.5 text-xs"
        >
          <span className={label === id ? 'truncate font-mono' : 'truncate'}>{label}</span>
          <button
            type="button"
            aria-label={editor.removeRelated(label)}
            title={editor.removeRelated(label)}
            onClick={() => onRemove(id)}
            className="flex size-6 shrink-0 items-center justify-center rounded-full text-text-3 hover:bg-surface-2 hover:text-text-1"
          >
            <X size={12} strokeWidth={2} aria-hidden />
          </button>
        </li>
      ))}
    </ul>
  )
}
