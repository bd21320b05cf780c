import { lazy, type ReactNode, Suspense } from 'react'
import { toText } from '../fields/value.ts'
import type { FieldInput, InputProps } from './field-input.ts'
import { parsedJson } from '../parsed-json.ts'

const JsonPanel = lazy(async () => ({ default: (await import('./json-panel.tsx')).JsonPanel }))
const CodeInput = lazy(async () => ({ default: (await import('../record/code-input.tsx')).CodeInput }))

/** JSON as text, checked as it is typed. Nothing typed is null. */
export const json: FieldInput = {
  toDraft: (value) => (value === null || value === undefined ? '' : JSON.stringify(value, null, 2)),
  // A text of JSON goes as JSON in a text, else the server would read the number out of "123".
  toBody: (draft, { name }) => ({ [name]: toText(draft).trim() || null }),
  problemOf: (draft, { editor }) => (isJson(toText(draft)) ? undefined : editor.invalidJson),
  Input: JsonInput,
  Panel: (props) => <JsonPanel {...props} />,
  isGroup: true,
}

function JsonInput({ id, draft, onChange, isWrong, describedBy }: InputProps): ReactNode {
  return (
    <Suspense fallback={<div className="h-20 rounded-control border border-line bg-surface-0" />}>
      <CodeInput
        text={toText(draft)}
        onChange={onChange}
        labelledBy={`${id}-label`}
        describedBy={describedBy}
        isWrong={isWrong}
      />
    </Suspense>
  )
}

function isJson(text: string): boolean {
  return text.trim() === '' || parsedJson(text) !== undefined
}
