import type { ComponentProps, ReactNode } from 'react'

type CheckboxProps = Omit<ComponentProps<'input'>, 'type' | 'onChange'> & {
  label: ReactNode
  /** Leaves the words to the screen reader. */
  isBare?: boolean
  onCheck: (checked: boolean) => void
}

/** One of several things that can be chosen at once. */
export function Checkbox({
  label,
  isBare = false,
  onCheck,
  className = '',
  ...rest
}: CheckboxProps): ReactNode {
  return (
    <label className={`inline-flex min-w-0 cursor-pointer items-center gap-2 text-sm ${className}`}>
      <input
        type="checkbox"
        className="size-4 shrink-0 cursor-pointer accent-accent disabled:cursor-default"
        onChange={(event) => onCheck(event.target.checked)}
        {...rest}
      />
      <span className={isBare ? 'sr-only' : 'min-w-0'}>{label}</span>
    </label>
  )
}
