import type { CollectionJson, FieldJson, RecordJson } from '@dapur/sdk'
import { type ReactNode, useId } from 'react'
import { TypeIcon } from '../fields/type-icon.tsx'
import { fieldInput } from '../inputs/index.ts'
import { useMessages } from '../language.ts'

interface FieldRowProps {
  field: FieldJson
  draft: unknown
  problem: string | undefined
  onChange: (draft: unknown) => void
  collection: CollectionJson
  record: RecordJson | undefined
}

/** One field of the form: what it is called, its input, and under it what is wrong or what it is for. */
export function FieldRow(props: FieldRowProps): ReactNode {
  const { field, draft, problem, onChange, collection, record } = props
  const { editor } = useMessages()
  const id = useId()
  const input = fieldInput(field.type)
  if (!input) return null
  const help = typeof field.help === 'string' && field.help !== '' ? field.help : undefined
  const note = problem ?? help ?? (field.name === 'id' && !record ? editor.idIsMade : undefined)
  // Ids are made, and a password that is there stays.
  const isMade = field.name === 'id' || (field.type === 'password' && record !== undefined)
  const isRequired = field.required === true && !isMade
  const name = (
    <>
      <TypeIcon type={field.type} size={13} />
      <span className="truncate">{field.name}</span>
      {isRequired && (
        <span className="text-accent-text" title={editor.required}>
          <span aria-hidden="true">*</span>
          <span className="sr-only">{editor.required}</span>
        </span>
      )}
    </>
  )
  const look = 'flex min-w-0 items-center gap-1.5 self-start text-sm font-medium'
  return (
    <div className="flex flex-col gap-1.5 py-2.5">
      {input.isGroup === true || (field.type === 'select' && Array.isArray(draft)) ? (
        <span id={`${id}-label`} className={look}>
          {name}
        </span>
      ) : (
        <label id={`${id}-label`} htmlFor={id} className={look}>
          {name}
        </label>
      )}
      <input.Input
        id={id}
        field={field}
        draft={draft}
        onChange={onChange}
        isWrong={problem !== undefined}
        describedBy={note === undefined ? undefined : `${id}-note`}
        collection={collection}
        record={record}
      />
      {note !== undefined && (
        <p
          id={`${id}-note`}
          data-problem={problem !== undefined}
          className={problem === undefined ? 'text-xs text-text-3' : 'text-xs break-words text-danger'}
        >
          {note}
        </p>
      )}
    </div>
  )
}
