import type { RecordJson } from '@dapur/sdk'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { fieldInput } from '../inputs/index.ts'
import { useMessages } from '../language.ts'
import { CopyButton } from '../parts/copy-button.tsx'
import { JsonTree } from '../parts/json-tree.tsx'
import type { RecordDraft } from './use-record-draft.ts'
import { parsedJson } from '../parsed-json.ts'

const CodeInput = lazy(async () => ({ default: (await import('./code-input.tsx')).CodeInput }))

interface JsonTabProps {
  record: RecordJson | undefined
  /** Absent where nothing can be changed. */
  form?: RecordDraft
}

/** The record as JSON: its fields to be changed, and below it what the server sends. */
export function JsonTab({ record, form }: JsonTabProps): ReactNode {
  const { editor } = useMessages()
  return (
    <div className="flex flex-col gap-5 px-5 py-4">
      {form && <Editable form={form} />}
      {record && (
        <section className="relative">
          <h3 className="mb-2 text-sm font-medium">{editor.asSent}</h3>
          <div className="absolute -top-1 right-0">
            <CopyButton text={JSON.stringify(record, null, 2)} />
          </div>
          <JsonTree value={record} name={record.collectionName} path="" />
        </section>
      )}
    </div>
  )
}

function Editable({ form }: { form: RecordDraft }): ReactNode {
  const { editor } = useMessages()
  const [text, setText] = useState(() => JSON.stringify(valuesOf(form), null, 2))
  const [isWrong, setWrong] = useState(false)
  const change = (next: string): void => {
    setText(next)
    const values = readObject(next)
    setWrong(values === undefined)
    if (values) form.replace({ ...form.draft, ...draftsOf(form, values) })
  }
  return (
    <section>
      <h3 className="mb-2 text-sm font-medium">{editor.asJson}</h3>
      <Suspense fallback={<div className="h-40 rounded-control border border-line bg-surface-0" />}>
        <CodeInput text={text} onChange={change} label={editor.asJson} isWrong={isWrong} />
      </Suspense>
      <p className={isWrong ? 'mt-1.5 text-xs text-danger' : 'mt-1.5 text-xs text-text-3'}>
        {isWrong ? editor.invalidJson : editor.asJsonHint}
      </p>
    </section>
  )
}

/** Files and passwords are not there: they cannot be said in JSON. */
function jsonFields(form: RecordDraft): RecordDraft['fields'] {
  return form.fields.filter(({ type }) => type !== 'file' && type !== 'password')
}

function valuesOf(form: RecordDraft): Record<string, unknown> {
  const parts = jsonFields(form).map((field) => {
    const { draft } = form
    const isText = field.type === 'json' && typeof draft[field.name] === 'string'
    if (isText) return { [field.name]: parsedJson(String(draft[field.name])) ?? null }
    return fieldInput(field.type)?.toBody(draft[field.name], field, undefined) ?? {}
  })
  return Object.assign({}, ...parts)
}

function draftsOf(form: RecordDraft, values: Record<string, unknown>): Record<string, unknown> {
  const known = jsonFields(form).filter(({ name }) => Object.hasOwn(values, name))
  return Object.fromEntries(
    known.map((field) => [field.name, fieldInput(field.type)?.toDraft(values[field.name], field)]),
  )
}

function readObject(text: string): Record<string, unknown> | undefined {
  const value = parsedJson(text)
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
}
