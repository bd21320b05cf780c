import { clsx } from 'clsx'
import { type ReactNode, useId } from 'react'

/** What a control needs to be tied to its label and its note. */
export interface ControlProps {
  id: string
  'aria-invalid': boolean
  'aria-describedby': string | undefined
}

interface LabelledProps {
  label: ReactNode
  /** What it is for, in a sentence. */
  help?: ReactNode
  /** What is wrong with it; takes the place of the help. */
  problem?: string | undefined
  className?: string
}

/**
 * A control with its label above and, under it, what it is for or what is wrong.
 *
 * @example <Field label="Name">{(control) => <input {...control} className={controlLook(false)} />}</Field>
 */
export function Field({
  label,
  help,
  problem,
  className,
  children,
}: LabelledProps & { children: (control: ControlProps) => ReactNode }): ReactNode {
  const id = useId()
  const hasNote = problem !== undefined || help !== undefined
  return (
    <div className={clsx('flex min-w-0 flex-col gap-1.5', className)}>
      <label htmlFor={id} className="self-start text-sm font-medium">
        {label}
      </label>
      {children({
        id,
        'aria-invalid': problem !== undefined,
        'aria-describedby': hasNote ? `${id}-note` : undefined,
      })}
      {hasNote && (
        <p
          id={`${id}-note`}
          data-problem={problem !== undefined}
          className={clsx(
            'text-xs text-pretty break-words',
            problem === undefined ? 'text-text-3' : 'text-danger',
          )}
        >
          {problem ?? help}
        </p>
      )}
    </div>
  )
}
