import type { HTMLInputTypeAttribute, ReactNode } from 'react'
import { toText } from '../fields/value.ts'
import type { FieldInput, InputProps } from './field-input.ts'
import { controlLook } from './look.ts'

/** The input of a type whose values are one line. */
function line(type: HTMLInputTypeAttribute): FieldInput {
  return {
    toDraft: (value) => toText(value ?? ''),
    toBody: (draft, { name }) => ({ [name]: draft }),
    Input: (props) => <Line {...props} type={type} />,
    isLine: true,
  }
}

export const email: FieldInput = line('email')
export const url: FieldInput = line('url')

function Line(props: InputProps & { type: HTMLInputTypeAttribute }): ReactNode {
  const { id, type, draft, onChange, isWrong, describedBy } = props
  return (
    <input
      id={id}
      type={type}
      value={toText(draft)}
      onChange={(event) => onChange(event.target.value)}
      aria-invalid={isWrong}
      aria-describedby={describedBy}
      autoComplete="off"
      spellCheck={false}
      className={controlLook(isWrong, 'h-8.5')}
    />
  )
}
