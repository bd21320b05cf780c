import { ApiError, type CollectionJson, type RecordJson } from '@dapur/sdk'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { explainField } from '../explain.ts'
import { useMessages } from '../language.ts'
import { bodyOf, changedFields, type Draft, draftFields, draftOf, draftProblems } from './draft.ts'
import { sendRecord } from './send-record.ts'

/** A record while it is being changed. */
export interface RecordDraft {
  draft: Draft
  fields: ReturnType<typeof draftFields>
  /** Is there anything to save? */
  isDirty: boolean
  /** The body of the request that would save it. */
  body: Record<string, unknown>
  isSaving: boolean
  /** How much of the files is on its way, from 0 to 1; undefined when there are none. */
  progress: number | undefined
  /** Why it was not saved, unless single fields say so. */
  error: unknown
  problemOf: (field: string) => string | undefined
  set: (field: string, value: unknown) => void
  replace: (draft: Draft) => void
  discard: () => void
  /** Answers the stored record; undefined when it was refused. */
  save: () => Promise<RecordJson | undefined>
}

/**
 * The draft of a record, or of a new one. What is typed stays when the stored record changes meanwhile: only the changed
 * fields are sent.
 *
 * @param start the values that a new record begins with
 */
export function useRecordDraft(
  collection: CollectionJson,
  record: RecordJson | undefined,
  start?: RecordJson,
): RecordDraft {
  const messages = useMessages()
  const queries = useQueryClient()
  const fields = draftFields(collection, record)
  const [base, setBase] = useState(() => ({ record, draft: draftOf(collection, record) }))
  const [draft, setDraft] = useState(() =>
    start ? { ...draftOf(collection, start), ...blanks(collection) } : base.draft,
  )
  const [isSaving, setSaving] = useState(false)
  const [progress, setProgress] = useState<number>()
  const [error, setError] = useState<unknown>()
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({})
  // Fields that were changed since the server spoke: what it said of them is old.
  const [corrected, setCorrected] = useState<ReadonlySet<string>>(new Set())
  const changed = changedFields(fields, base.draft, draft)
  const isDirty = changed.length > 0
  const body = bodyOf(changed, draft, base.record)
  const begin = (next: RecordJson | undefined): void => {
    const made = { record: next, draft: draftOf(collection, next) }
    setBase(made)
    setDraft(made.draft)
    setProblems({})
    setError(undefined)
  }
  // Somebody else has changed it, and nothing of ours is lost by showing that.
  if (record !== base.record && !isDirty) begin(record)

  const save = async (): Promise<RecordJson | undefined> => {
    const found = draftProblems(changed, draft, messages)
    setProblems(found)
    setError(undefined)
    setCorrected(new Set())
    if (Object.keys(found).length > 0) return undefined
    setSaving(true)
    try {
      const saved = await sendRecord(queries, {
        collection,
        id: base.record?.id,
        body,
        ...(changed.some(({ type }) => type === 'file') && { onProgress: setProgress }),
      })
      begin(saved)
      return saved
    } catch (refusal) {
      setError(refusal)
      return undefined
    } finally {
      setSaving(false)
      setProgress(undefined)
    }
  }
  const problemOf = (field: string): string | undefined =>
    problems[field] ?? (corrected.has(field) ? undefined : explainField(error, field, messages))
  return {
    draft,
    fields,
    isDirty,
    body,
    isSaving,
    progress,
    error: isTold(
      error,
      fields.map(({ name }) => name),
    )
      ? undefined
      : error,
    problemOf,
    set: (field, value) => {
      setDraft((now) => ({ ...now, [field]: value }))
      // What was wrong with the old value says nothing about this one.
      setProblems(({ [field]: _, ...others }) => others)
      setCorrected((now) => new Set([...now, field]))
    },
    replace: setDraft,
    discard: () => begin(base.record),
    save,
  }
}

/** A copy has an id, files and a password of its own. */
function blanks(collection: CollectionJson): Draft {
  const own = collection.fields.filter(
    ({ name, type }) => name === 'id' || type === 'file' || type === 'password',
  )
  const blank = draftOf(collection, undefined)
  return Object.fromEntries(own.map(({ name }) => [name, blank[name]]))
}

/** Does the form say all of it under its fields? */
function isTold(error: unknown, fields: readonly string[]): boolean {
  if (!(error instanceof ApiError)) return false
  const wrong = Object.keys(error.data)
  return wrong.length > 0 && wrong.every((name) => fields.includes(name) && error.problem(name))
}
