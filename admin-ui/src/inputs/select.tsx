import { clsx } from 'clsx'
import { Check, ChevronDown } from 'lucide-react'
import type { ReactNode } from 'react'
import { toText, toTexts } from '../fields/value.ts'
import type { FieldInput, InputProps } from './field-input.ts'
import { holdsMany } from './holds-many.ts'
import { controlLook } from './look.ts'

/** One value from a list, or several that are switched on and off. */
export const select: FieldInput = {
  toDraft: (value, field) => (holdsMany(field) ? (value ?? []) : toText(value ?? '')),
  toBody: (draft, { name }) => ({ [name]: draft }),
  Input: (props) => (holdsMany(props.field) ? <Several {...props} /> : <One {...props} />),
  isLine: true,
  Panel: Several,
}

function One({ id, field, draft, onChange, isWrong, describedBy }: InputProps): ReactNode {
  const current = toText(draft)
  const values = withCurrent(toTexts(field['values'] ?? []), current === '' ? [] : [current])
  return (
    <div className="relative">
      <select
        id={id}
        value={current}
        onChange={(event) => onChange(event.target.value)}
        aria-invalid={isWrong}
        aria-describedby={describedBy}
        className={controlLook(isWrong, 'h-8.5 appearance-none pr-8')}
      >
        <option value="">–</option>
        {values.map((value) => (
          <option key={value} value={value}>
            {value}
          </option>
        ))}
      </select>
      <ChevronDown
        size={14}
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 text-text-3"
      />
    </div>
  )
}

function Several({ id, field, draft, onChange, describedBy }: InputProps): ReactNode {
  const chosen = Array.isArray(draft) ? draft.map(toText) : []
  const toggle = (value: string): void =>
    onChange(chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value])
  return (
    <fieldset
      aria-labelledby={`${id}-label`}
      aria-describedby={describedBy}
      className="flex min-w-0 flex-wrap gap-1.5"
    >
      {withCurrent(toTexts(field['values'] ?? []), chosen).map((value) => {
        const isChosen = chosen.includes(value)
        return (
          <button
            key={value}
            type="button"
            aria-pressed={isChosen}
            onClick={() => toggle(value)}
            className={clsx(
              'inline-flex h-7.5 max-w-full items-center gap-1.5 rounded-full border px-3 text-sm transition-colors duration-100',
              isChosen
                ? 'border-accent bg-accent-soft font-medium text-accent-text'
                : 'border-line-control text-text-2 hover:bg-surface-2',
            )}
          >
            {isChosen && <Check size={13} strokeWidth={2} aria-hidden />}
            <span className="truncate">{value}</span>
          </button>
        )
      })}
    </fieldset>
  )
}

/** A stored value that the field no longer offers stays in sight. */
function withCurrent(values: readonly string[], current: readonly string[]): string[] {
  return [...new Set([...values, ...current])]
}
