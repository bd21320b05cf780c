import type { CollectionJson, FieldJson, RecordJson } from '@dapur/sdk'
import { useQueryClient } from '@tanstack/react-query'
import { type FocusEvent, type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { explain, explainField } from '../explain.ts'
import { fieldInput } from '../inputs/index.ts'
import { useMessages } from '../language.ts'
import { tell } from '../record/notes.ts'
import { sendRecord } from '../record/send-record.ts'

interface CellEditorProps {
  collection: CollectionJson
  field: FieldJson
  record: RecordJson
  /** Closes it; the focus goes back to the grid when a key did it. */
  onEnd: (byKey: boolean) => void
}

/** The input of one cell, in its place. Enter and leaving it save, Escape does not. */
export function CellEditor({ collection, field, record, onEnd }: CellEditorProps): ReactNode {
  const messages = useMessages()
  const queries = useQueryClient()
  const frame = useRef<HTMLDivElement>(null)
  const isEnding = useRef(false)
  const input = fieldInput(field.type)
  const stored = input?.toDraft(record[field.name], field)
  const [draft, setDraft] = useState(stored)
  const [problem, setProblem] = useState<string>()
  useEffect(() => {
    const control = frame.current?.querySelector<HTMLElement>('input, textarea, select')
    control?.focus()
    if (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement) control.select()
  }, [])
  if (!input) return null
  const write = (value: unknown): Promise<RecordJson> =>
    sendRecord(queries, { collection, id: record.id, body: input.toBody(value, field, record[field.name]) })
  const save = async (byKey: boolean): Promise<void> => {
    if (isEnding.current) return
    if (draft === stored) return onEnd(byKey)
    isEnding.current = true
    try {
      await write(draft)
      tell({ text: messages.grid.cellSaved(field.name), kind: 'done', undo: () => write(stored) })
      onEnd(byKey)
    } catch (error) {
      isEnding.current = false
      const said = explainField(error, field.name, messages) ?? explain(error, messages)
      setProblem(said)
      tell({ text: `${field.name}: ${said}`, kind: 'wrong' })
    }
  }
  const press = (event: KeyboardEvent): void => {
    // The keys of the grid are not for what is typed here.
    event.stopPropagation()
    if (event.key === 'Escape') {
      // Its end takes the focus away, which else would save.
      isEnding.current = true
      onEnd(true)
    }
    if (event.key !== 'Enter' || event.shiftKey) return
    event.preventDefault()
    void save(true)
  }
  const leave = (event: FocusEvent<HTMLDivElement>): void => {
    if (event.currentTarget.contains(event.relatedTarget)) return
    // What was refused once and then left is given up: the note has said why.
    if (problem === undefined) void save(false)
    else onEnd(false)
  }
  return (
    // The input inside is what has the focus; here its keys are heard on their way.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      ref={frame}
      className="w-full"
      onKeyDown={press}
      onBlur={leave}
      onClick={(event) => event.stopPropagation()}
    >
      <label htmlFor="cell-input" className="sr-only">
        {field.name}
      </label>
      <input.Input
        id="cell-input"
        field={field}
        draft={draft}
        onChange={(next) => {
          setDraft(next)
          setProblem(undefined)
        }}
        isWrong={problem !== undefined}
        describedBy={undefined}
        collection={collection}
        record={record}
      />
    </div>
  )
}
