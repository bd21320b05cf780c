import type { ReactNode } from 'react'
import { toText } from '../fields/value.ts'
import type { FieldInput, InputProps } from './field-input.ts'
import { controlLook } from './look.ts'

/** A text grows with its lines; Enter is a new one. */
export const text: FieldInput = {
  toDraft: (value) => toText(value ?? ''),
  toBody: (draft, { name }) => ({ [name]: draft }),
  Input: TextArea,
  isLine: true,
  // For a text of several lines.
  Panel: TextArea,
}

function TextArea({ id, field, draft, onChange, isWrong, describedBy, record }: InputProps): ReactNode {
  const isId = field.name === 'id'
  return (
    <textarea
      id={id}
      rows={1}
      value={toText(draft)}
      onChange={(event) => onChange(event.target.value)}
      aria-invalid={isWrong}
      aria-describedby={describedBy}
      readOnly={isId && record !== undefined}
      spellCheck={!isId}
      className={controlLook(
        isWrong,
        'field-sizing-content block max-h-72 min-h-8.5 resize-none py-1.5',
        isId ? 'font-mono' : '',
      )}
    />
  )
}
