import { clsx } from 'clsx'
import { Eye, EyeOff } from 'lucide-react'
import { type ComponentProps, type ReactNode, useId, useState } from 'react'
import { useMessages } from '../language.ts'

type TextInputProps = Omit<ComponentProps<'input'>, 'id'> & {
  label: string
  hint?: string | undefined
  /** What is wrong with the value. */
  problem?: string | undefined
}

/** An input with its label above and, under it, a hint or what is wrong. A password can be looked at. */
export function TextInput({ label, hint, problem, type, className, ...rest }: TextInputProps): ReactNode {
  const id = useId()
  const [isShown, setShown] = useState(false)
  const isPassword = type === 'password'
  const note = problem ?? hint
  return (
    <div className={clsx('flex flex-col gap-1.5', className)}>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <div className="relative">
        <input
          id={id}
          type={isPassword && isShown ? 'text' : type}
          aria-invalid={problem !== undefined}
          aria-describedby={note === undefined ? undefined : `${id}-note`}
          className={clsx(
            'h-8.5 w-full rounded-control border bg-surface-1 px-2.5 text-sm text-text-1 transition-colors duration-100',
            'focus-visible:border-focus focus-visible:outline-1 focus-visible:outline-offset-0',
            problem === undefined ? 'border-line-control' : 'border-danger',
            isPassword && 'pr-9',
          )}
          {...rest}
        />
        {isPassword && <Reveal isShown={isShown} onToggle={() => setShown(!isShown)} />}
      </div>
      {note !== undefined && (
        <p
          id={`${id}-note`}
          className={clsx('text-xs', problem === undefined ? 'text-text-3' : 'text-danger')}
        >
          {note}
        </p>
      )}
    </div>
  )
}

function Reveal({ isShown, onToggle }: { isShown: boolean; onToggle: () => void }): ReactNode {
  const { common } = useMessages()
  const Icon = isShown ? EyeOff : Eye
  return (
    <button
      type="button"
      aria-label={isShown ? common.hidePassword : common.showPassword}
      aria-pressed={isShown}
      onClick={onToggle}
      className="absolute inset-y-0 right-0 flex w-8.5 items-center justify-center rounded-control text-text-3 hover:text-text-1"
    >
      <Icon size={15} strokeWidth={1.75} aria-hidden />
    </button>
  )
}
