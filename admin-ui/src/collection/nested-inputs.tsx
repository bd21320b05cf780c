import type { ReactNode } from 'react'
import { toText } from '../fields/value.ts'
import { controlLook } from '../inputs/look.ts'
import { Field } from '../parts/field.tsx'
import { NumberInput } from '../parts/number-input.tsx'
import { Switch } from '../parts/switch.tsx'
import type { Nested } from './nested.ts'
import type { ProblemOf } from './use-problems.ts'

interface NestedInputProps {
  at: Nested
  path: string
  problemOf: ProblemOf
  label: string
  help?: string
}

/** An option that is on or off. */
export function NestedSwitch({ at, path, problemOf, label, help }: NestedInputProps): ReactNode {
  return (
    <Switch
      label={label}
      help={help}
      problem={problemOf(path)}
      checked={at.get(path) === true}
      onChange={(checked) => at.set(path, checked)}
    />
  )
}

/** An option that is a number. */
export function NestedNumber(props: NestedInputProps & { unit?: string; fallback?: number }): ReactNode {
  const { at, path, problemOf, label, help, unit, fallback = 0 } = props
  const value = at.get(path)
  return (
    <Field label={label} help={help} problem={problemOf(path)}>
      {(control) => (
        <NumberInput
          {...control}
          value={typeof value === 'number' ? value : fallback}
          onNumber={(next) => at.set(path, next ?? 0)}
          {...(unit === undefined ? {} : { unit })}
        />
      )}
    </Field>
  )
}

/** An option that is a rule, in one line. `emptyIs` is what no text means: everyone, or with null nobody but superusers. */
export function NestedRule({
  at,
  path,
  problemOf,
  label,
  help,
  emptyIs = '',
}: NestedInputProps & { emptyIs?: '' | null }): ReactNode {
  return (
    <Field label={label} help={help} problem={problemOf(path)}>
      {(control) => (
        <input
          {...control}
          value={toText(at.get(path) ?? '')}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => at.set(path, event.target.value || emptyIs)}
          className={controlLook(control['aria-invalid'], 'h-8.5 font-mono')}
        />
      )}
    </Field>
  )
}
