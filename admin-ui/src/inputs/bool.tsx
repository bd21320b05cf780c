import { Switch } from 'radix-ui'
import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import type { FieldInput, InputProps } from './field-input.ts'

export const bool: FieldInput = {
  toDraft: (value) => value === true,
  toBody: (draft, { name }) => ({ [name]: draft }),
  Input: BoolInput,
  isLine: true,
}

function BoolInput({ id, draft, onChange, isWrong, describedBy }: InputProps): ReactNode {
  const { common } = useMessages()
  return (
    <div className="flex h-8.5 items-center gap-2.5 text-sm text-text-2">
      <Switch.Root
        id={id}
        checked={draft === true}
        onCheckedChange={onChange}
        aria-invalid={isWrong}
        aria-describedby={describedBy}
        className="flex h-5 w-8.5 shrink-0 items-center rounded-full border border-line-control bg-surface-2 px-0.5 transition-colors duration-100 data-[state=checked]:border-accent data-[state=checked]:bg-accent"
      >
        <Switch.Thumb className="block size-3.5 rounded-full bg-text-3 transition-transform duration-100 data-[state=checked]:translate-x-3.5 data-[state=checked]:bg-on-accent" />
      </Switch.Root>
      <span aria-hidden="true">{draft === true ? common.yes : common.no}</span>
    </div>
  )
}
