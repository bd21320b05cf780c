import { type ReactNode, useState } from 'react'
import { useMessages } from '../language.ts'
import { Field } from '../parts/field.tsx'
import { Textarea } from '../parts/textarea.tsx'
import { parsedJson } from '../parsed-json.ts'

interface BodyInputProps {
  body: Record<string, unknown>
  onChange: (body: Record<string, unknown>) => void
}

/** What would be sent, as JSON. While it is none, the last one that was stays. */
export function BodyInput({ body, onChange }: BodyInputProps): ReactNode {
  const { collection, editor } = useMessages()
  const [text, setText] = useState(() => JSON.stringify(body, undefined, 2))
  const isWrong = readBody(text) === undefined
  return (
    <Field
      label={collection.body}
      help={collection.bodyHelp}
      problem={isWrong ? editor.invalidJson : undefined}
    >
      {(control) => (
        <Textarea
          {...control}
          value={text}
          spellCheck={false}
          onChange={(event) => {
            setText(event.target.value)
            const next = readBody(event.target.value)
            if (next) onChange(next)
          }}
          className="font-mono text-xs"
        />
      )}
    </Field>
  )
}

function readBody(text: string): Record<string, unknown> | undefined {
  const value = parsedJson(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return Object.fromEntries(Object.entries(value))
}
