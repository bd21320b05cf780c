import { Switch as Radix } from 'radix-ui'
import { type ReactNode, useId } from 'react'

interface SwitchProps {
  label: ReactNode
  help?: ReactNode
  /** What is wrong with it; takes the place of the help. */
  problem?: string | undefined
  checked: boolean
  disabled?: boolean
  onChange: (checked: boolean) => void
}

/** Something that is on or off, with its words at the right. */
export function Switch({
  label,
  help,
  problem,
  checked,
  disabled = false,
  onChange,
}: SwitchProps): ReactNode {
  const id = useId()
  const note = problem ?? help
  return (
    <div className="flex min-w-0 items-start gap-2.5">
      <Radix.Root
        id={id}
        checked={checked}
        disabled={disabled}
        onCheckedChange={onChange}
        aria-describedby={note === undefined ? undefined : `${id}-note`}
        className="group flex h-5 w-8.5 shrink-0 items-center rounded-full border border-line-control bg-surface-2 px-0.5 transition-colors duration-100 disabled:opacity-50 data-[state=checked]:border-accent data-[state=checked]:bg-accent"
      >
        <Radix.Thumb className="block size-3.5 rounded-full bg-text-3 transition-transform duration-100 data-[state=checked]:translate-x-3.5 data-[state=checked]:bg-on-accent" />
      </Radix.Root>
      <div className="min-w-0">
        <label htmlFor={id} className="block text-sm leading-5">
          {label}
        </label>
        {note !== undefined && (
          <p
            id={`${id}-note`}
            className={problem === undefined ? 'text-xs text-text-3' : 'text-xs break-words text-danger'}
          >
            {note}
          </p>
        )}
      </div>
    </div>
  )
}
