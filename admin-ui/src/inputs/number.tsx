import type { ReactNode } from 'react'
import type { FieldInput, InputProps } from './field-input.ts'
import { controlLook } from './look.ts'

/** A number; an emptied input is null, which the server stores as 0. */
export const number: FieldInput = {
  toDraft: (value) => (typeof value === 'number' ? value : null),
  toBody: (draft, { name }) => ({ [name]: draft ?? 0 }),
  Input: NumberInput,
  isLine: true,
}

function NumberInput({ id, field, draft, onChange, isWrong, describedBy }: InputProps): ReactNode {
  return (
    <input
      id={id}
      type="number"
      step={field['onlyInt'] === true ? 1 : 'any'}
      value={typeof draft === 'number' ? draft : ''}
      onChange={({ target }) => onChange(target.value === '' ? null : target.valueAsNumber)}
      // A wheel that scrolls the page must not change a number on its way.
      onWheel={({ currentTarget }) => currentTarget.blur()}
      aria-invalid={isWrong}
      aria-describedby={describedBy}
      className={controlLook(isWrong, 'h-8.5 tabular-nums')}
    />
  )
}
