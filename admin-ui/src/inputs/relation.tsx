import type { CollectionJson } from '@dapur/sdk'
import { useQuery } from '@tanstack/react-query'
import { Plus, X } from 'lucide-react'
import { lazy, type ReactNode, useEffect, useRef, useState } from 'react'
import { isEmptyValue, toTexts } from '../fields/value.ts'
import { useMessages } from '../language.ts'
import { Button, IconButton } from '../parts/button.tsx'
import { collectionsQuery } from '../queries.ts'
import { RecordPicker } from '../record/record-picker.tsx'
import { useRelated } from '../record/use-related.ts'
import type { FieldInput, InputProps } from './field-input.ts'
import { holdsMany } from './holds-many.ts'
import { isRelationFull, RelationCount } from './relation-count.tsx'

const RelationPanel = lazy(async () => ({ default: (await import('./relation-panel.tsx')).RelationPanel }))

/** Records of another collection, found by what they are called. */
export const relation: FieldInput = {
  toDraft: (value) => (isEmptyValue(value) ? [] : toTexts(value)),
  toBody: (draft, field) => {
    const ids = Array.isArray(draft) ? draft : []
    return { [field.name]: holdsMany(field) ? ids : (ids[0] ?? '') }
  },
  Input: RelationInput,
  Panel: (props) => <RelationPanel {...props} />,
  isGroup: true,
}

function RelationInput({ id, field, draft, onChange, describedBy }: InputProps): ReactNode {
  const { editor } = useMessages()
  const [isPicking, setPicking] = useState(false)
  const opener = useRef<HTMLButtonElement>(null)
  const wasPicking = useRef(false)
  useEffect(() => {
    // The search is gone, and the focus with it: it goes back to where it came from.
    if (wasPicking.current && !isPicking) opener.current?.focus()
    wasPicking.current = isPicking
  }, [isPicking])
  const { data: collections } = useQuery(collectionsQuery)
  const target = collections?.find((collection) => collection.id === field['collectionId'])
  const ids = toTexts(draft)
  const isMany = holdsMany(field)
  const pick = (picked: string): void => {
    if (!isMany) {
      onChange([picked])
      setPicking(false)
    } else onChange(ids.includes(picked) ? ids.filter((other) => other !== picked) : [...ids, picked])
  }
  return (
    <fieldset
      aria-labelledby={`${id}-label`}
      aria-describedby={describedBy}
      className="flex min-w-0 flex-col gap-1.5"
    >
      {target && ids.length > 0 && (
        <Chosen
          target={target}
          ids={ids}
          onRemove={(gone) => onChange(ids.filter((other) => other !== gone))}
        />
      )}
      {target && isPicking && (
        <RecordPicker
          target={target}
          chosen={ids}
          isFull={isRelationFull(field, ids.length)}
          onPick={pick}
          onClose={() => setPicking(false)}
        />
      )}
      {target && !isPicking && (
        <Button ref={opener} onClick={() => setPicking(true)} className="self-start">
          <Plus size={14} strokeWidth={1.75} aria-hidden className="text-text-3" />
          {isMany || ids.length === 0 ? editor.chooseFrom(target.name) : editor.chooseOther(target.name)}
        </Button>
      )}
      <RelationCount field={field} count={ids.length} />
    </fieldset>
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
    <ul className="flex flex-col rounded-control border border-line">
      {chosen.map(({ id, label }) => (
        <li
          key={id}
          className="flex h-9 items-center gap-2 border-b border-line pr-0.5 pl-2.5 text-sm last:border-0"
        >
          <span className="min-w-0 truncate">{label}</span>
          {label !== id && <span className="truncate font-mono text-xs text-text-3">{id}</span>}
          <span className="grow" />
          <IconButton label={editor.removeRelated(label)} onClick={() => onRemove(id)} className="size-7">
            <X size={14} strokeWidth={1.75} aria-hidden />
          </IconButton>
        </li>
      ))}
    </ul>
  )
}
