import type { ReactNode } from 'react'
import { controlLook } from '../inputs/look.ts'
import { useMessages } from '../language.ts'
import type { ControlProps } from '../parts/field.tsx'

interface ColorInputProps {
  control: ControlProps
  /** `#rrggbb`, or whatever is being typed. */
  value: string
  disabled: boolean
  onChange: (value: string) => void
}

/** What the picker shows where nothing that it could show is typed; our own accent of mails. */
const OWN = '#1055c9'

/** A colour as text, with the picker of the browser beside it. */
export function ColorInput({ control, value, disabled, onChange }: ColorInputProps): ReactNode {
  const { settings } = useMessages()
  return (
    <div className="flex max-w-60 gap-2">
      <input
        type="color"
        aria-label={settings.pickColor}
        disabled={disabled}
        value={/^#[0-9a-f]{6}$/i.test(value) ? value.toLowerCase() : OWN}
        onChange={(event) => onChange(event.target.value)}
        className="h-8.5 w-11 shrink-0 cursor-pointer rounded-control border border-line-control bg-surface-1 p-1 disabled:cursor-not-allowed"
      />
      <input
        {...control}
        autoComplete="off"
        spellCheck={false}
        maxLength={7}
        disabled={disabled}
        value={value}
        onChange={(event) => onChange(event.target.value.trim())}
        className={controlLook(control['aria-invalid'], 'h-8.5 font-mono')}
      />
    </div>
  )
}
