import { clsx } from 'clsx'
import { type ComponentProps, type ReactNode, useState } from 'react'
import { controlLook } from '../inputs/look.ts'

type NumberInputProps = Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'type'> & {
  /** null where nothing is typed. */
  value: number | null
  onNumber: (value: number | null) => void
  /** What it counts, after the number: "seconds", "MB". */
  unit?: string
}

/** A number, as the person types it: what is not a number yet is kept in sight and not told. */
export function NumberInput({ value, onNumber, unit, className, ...rest }: NumberInputProps): ReactNode {
  const [typed, setTyped] = useState<string>()
  return (
    <span className={clsx('relative block', className)}>
      <input
        type="text"
        inputMode="decimal"
        autoComplete="off"
        value={typed ?? (value === null ? '' : String(value))}
        onChange={(event) => {
          const text = event.target.value
          setTyped(text)
          const number = text.trim() === '' ? null : Number(text)
          if (number === null || Number.isFinite(number)) onNumber(number)
        }}
        onBlur={() => setTyped(undefined)}
        {...rest}
        className={controlLook(rest['aria-invalid'] === true, 'h-8.5 tabular-nums', unit ? 'pr-20' : '')}
      />
      {unit !== undefined && (
        <span className="pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 text-xs text-text-3">
          {unit}
        </span>
      )}
    </span>
  )
}
