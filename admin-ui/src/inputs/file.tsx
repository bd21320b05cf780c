import { clsx } from 'clsx'
import { Upload } from 'lucide-react'
import { type DragEvent, type ReactNode, useId, useState } from 'react'
import { useMessages } from '../language.ts'
import { StoredFile } from '../record/stored-file.tsx'
import type { FieldInput, InputProps } from './field-input.ts'
import { fileBody, type FileDraft, readFileDraft, toFileDraft } from './file-draft.ts'
import { holdsMany } from './holds-many.ts'
import { NewFile } from './new-file.tsx'

/** Files, dropped or chosen; they travel with the record when it is saved. */
export const file: FieldInput = {
  toDraft: toFileDraft,
  toBody: (draft, field, stored) => fileBody(readFileDraft(draft), field, holdsMany(field), stored),
  Input: FileInput,
  isGroup: true,
}

function FileInput(props: InputProps): ReactNode {
  const { id, field, draft, onChange, isWrong, describedBy, record } = props
  const { editor } = useMessages()
  const [isOver, setOver] = useState(false)
  const inputId = useId()
  const files = readFileDraft(draft)
  const isMany = holdsMany(field)
  const change = (next: Partial<FileDraft>): void => onChange({ ...files, ...next })
  const add = (list: FileList | null): void => {
    const chosen = [...(list ?? [])]
    if (chosen.length === 0) return
    // A field of one file has the last of them, and the stored one goes.
    change(isMany ? { added: [...files.added, ...chosen] } : { kept: [], added: chosen.slice(-1) })
  }
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    add(event.dataTransfer.files)
  }
  const mimeTypes = Array.isArray(field['mimeTypes']) ? field['mimeTypes'].join(',') : ''
  return (
    <fieldset aria-labelledby={`${id}-label`} className="flex min-w-0 flex-col gap-1.5">
      {record &&
        files.kept.map((name) => (
          <StoredFile
            key={name}
            record={record}
            field={field}
            name={name}
            onRemove={() => change({ kept: files.kept.filter((other) => other !== name) })}
          />
        ))}
      {files.added.map((one, index) => (
        <NewFile
          // The same file may be added twice: only the place tells the two apart.
          key={`${index} ${one.name}`}
          file={one}
          onRemove={() => change({ added: files.added.toSpliced(index, 1) })}
        />
      ))}
      {/* Dropping is for the pointer; with keys the same files are chosen. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <label
        htmlFor={inputId}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={clsx(
          'flex min-h-14 cursor-pointer items-center justify-center gap-2 rounded-control border border-dashed px-3 py-2 text-center text-sm text-text-2 transition-colors duration-100 focus-within:outline-2 focus-within:outline-focus hover:bg-surface-2',
          isOver ? 'border-accent bg-accent-soft' : isWrong ? 'border-danger' : 'border-line-control',
        )}
      >
        <Upload size={15} strokeWidth={1.75} aria-hidden className="shrink-0 text-text-3" />
        {isMany || files.kept.length + files.added.length === 0 ? editor.dropFiles : editor.dropOther}
        <input
          id={inputId}
          type="file"
          multiple={isMany}
          accept={mimeTypes}
          aria-describedby={describedBy}
          className="sr-only"
          onChange={({ target }) => {
            add(target.files)
            // So that the same file can be chosen again.
            target.value = ''
          }}
        />
      </label>
    </fieldset>
  )
}
