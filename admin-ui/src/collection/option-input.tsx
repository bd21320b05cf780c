import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { toText, toTexts } from '../fields/value.ts'
import { controlLook } from '../inputs/look.ts'
import { useMessages } from '../language.ts'
import { Field } from '../parts/field.tsx'
import { NumberInput } from '../parts/number-input.tsx'
import { Select } from '../parts/select.tsx'
import { Switch } from '../parts/switch.tsx'
import { collectionsQuery } from '../queries.ts'
import { TagsInput } from './tags-input.tsx'

export interface OptionInputProps {
  label: string
  /** How the server says that it is drawn. */
  input: string
  value: unknown
  fallback: unknown
  problem: string | undefined
  /** May it never change again? */
  isFixed: boolean
  onChange: (value: unknown) => void
}

/** One setting of a field. A kind that this page does not know is a line of text. */
export function OptionInput(props: OptionInputProps): ReactNode {
  const { label, input, value, fallback, problem, onChange } = props
  const shared = { label, problem }
  if (input === 'switch')
    return <Switch {...shared} checked={value === true} onChange={onChange} disabled={props.isFixed} />
  if (input === 'number') {
    return (
      <Field {...shared}>
        {(control) => (
          <NumberInput
            {...control}
            // 0 is what "nothing was said" looks like where there is no null.
            value={typeof value === 'number' && !(value === 0 && fallback === 0) ? value : null}
            onNumber={(next) => onChange(next ?? fallback)}
          />
        )}
      </Field>
    )
  }
  if (input === 'tags') {
    return (
      <Field {...shared} className="sm:col-span-2">
        {(control) => <TagsInput {...control} values={toTexts(value ?? [])} onChange={onChange} />}
      </Field>
    )
  }
  if (input === 'collection') return <CollectionOption {...props} />
  return (
    <Field {...shared}>
      {(control) => (
        <input
          {...control}
          type="text"
          spellCheck={false}
          autoComplete="off"
          value={toText(value ?? '')}
          placeholder={input === 'date' ? '2026-01-31 00:00:00Z' : undefined}
          onChange={(event) => onChange(event.target.value)}
          className={controlLook(problem !== undefined, 'h-8.5 font-mono')}
        />
      )}
    </Field>
  )
}

function CollectionOption({ label, value, problem, isFixed, onChange }: OptionInputProps): ReactNode {
  const { collection } = useMessages()
  const { data: collections = [] } = useQuery(collectionsQuery)
  const options = collections.map(({ id, name }) => [id, name] as const)
  return (
    <Field label={label} problem={problem} help={isFixed ? collection.targetIsFixed : undefined}>
      {(control) => (
        <Select
          {...control}
          disabled={isFixed}
          value={toText(value ?? '')}
          options={[['', '–'] as const, ...options]}
          onPick={onChange}
        />
      )}
    </Field>
  )
}
