import type { CollectionJson, FieldJson, RecordJson } from '@dapur/sdk'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { explain, explainField } from '../explain.ts'
import { fieldInput } from '../inputs/index.ts'
import { useMessages } from '../language.ts'
import type { Messages } from '../messages/en.ts'
import { tell } from '../record/notes.ts'
import { sendRecord } from '../record/send-record.ts'

export interface EditedCell {
  collection: CollectionJson
  field: FieldJson
  record: RecordJson
  /** Closes the editor; the focus goes back to the grid when a key did it. */
  onEnd: (byKey: boolean) => void
}

interface CellDraft {
  draft: unknown
  set: (draft: unknown) => void
  /** Why it was refused. */
  problem: string | undefined
  /** Writes a value, the draft unless told, and closes; a refusal keeps it open. */
  save: (byKey: boolean, value?: unknown) => Promise<void>
  /** Closes it and leaves the value as it was. */
  cancel: (byKey: boolean) => void
  /** For when it is left for something else: what was refused once is given up, the note has said why. */
  leave: () => void
}

/** The value of one cell while it is edited. Saving says so, with the way back. */
export function useCellDraft({ collection, field, record, onEnd }: EditedCell): CellDraft {
  const messages = useMessages()
  const queries = useQueryClient()
  const isEnding = useRef(false)
  const input = fieldInput(field.type)
  // What was there when the editing began, whatever others write meanwhile.
  const [stored] = useState(() => input?.toDraft(record[field.name], field))
  const [draft, setDraft] = useState(stored)
  // In whatever language is spoken when it is read.
  const [problem, setProblem] = useState<(words: Messages) => string | undefined>()
  const write = async (value: unknown): Promise<void> => {
    const body = input?.toBody(value, field, record[field.name]) ?? {}
    await sendRecord(queries, { collection, id: record.id, body })
  }
  const refuse = (said: (words: Messages) => string | undefined): void => {
    setProblem(() => said)
    tell({ text: `${field.name}: ${said(messages)}`, kind: 'wrong' })
  }
  const save = async (byKey: boolean, value: unknown = draft): Promise<void> => {
    if (isEnding.current) return
    if (isSame(value, stored)) return onEnd(byKey)
    const said = (words: Messages): string | undefined => input?.problemOf?.(value, words)
    if (said(messages) !== undefined) return refuse(said)
    isEnding.current = true
    try {
      await write(value)
      tell({ text: messages.grid.cellSaved(field.name), kind: 'done', undo: () => write(stored) })
      onEnd(byKey)
    } catch (error) {
      isEnding.current = false
      refuse((words) => explainField(error, field.name, words) ?? explain(error, words))
    }
  }
  const flush = useRef(() => {})
  useEffect(() => {
    flush.current = () => {
      if (problem === undefined && !isSame(draft, stored)) void save(false)
    }
  })
  // A row that is scrolled far out of sight is gone from the page: what was typed in it is not.
  useEffect(() => () => flush.current(), [])
  const cancel = (byKey: boolean): void => {
    // Its end takes the focus away, which else would save.
    isEnding.current = true
    onEnd(byKey)
  }
  return {
    draft,
    set(next) {
      setDraft(next)
      setProblem(undefined)
    },
    problem: problem?.(messages),
    save,
    cancel,
    leave: () => (problem === undefined ? void save(false) : onEnd(false)),
  }
}

/** Drafts are texts, numbers, lists and points: JSON tells whether two of them say the same. */
function isSame(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other)
}
