import type { ReactNode } from 'react'
import { controlLook } from '../inputs/look.ts'
import { useMessages } from '../language.ts'
import { Field } from '../parts/field.tsx'
import { NumberInput } from '../parts/number-input.tsx'
import { Select } from '../parts/select.tsx'
import { Switch } from '../parts/switch.tsx'
import { Textarea } from '../parts/textarea.tsx'
import { ColorInput } from './color-input.tsx'
import { useFormat } from '../use-format.ts'
import type { Setting } from './setting-sections.ts'

interface SettingInputProps {
  setting: Setting
  value: unknown
  problem: string | undefined
  /** What has fixed it from outside; it cannot be changed here then. */
  fixedBy: string | undefined
  onChange: (value: unknown) => void
}

/** As the contract has them (services.md §5.2). */
const authMethods: readonly (readonly [string, string])[] = [
  ['PLAIN', 'PLAIN'],
  ['LOGIN', 'LOGIN'],
]

/** The input of one setting, with its words. */
export function SettingInput({ setting, value, problem, fixedBy, onChange }: SettingInputProps): ReactNode {
  const { settings } = useMessages()
  const format = useFormat()
  const { path, input, most } = setting
  const { label, help = '' } = settings.words[path] ?? { label: path }
  const range = most === undefined ? '' : settings.upTo(format.number(most))
  const note = fixedBy === undefined ? `${help} ${range}`.trim() || undefined : settings.fixed(fixedBy)
  const isFixed = fixedBy !== undefined
  if (input === 'switch') {
    return (
      <Switch
        label={label}
        help={note}
        problem={problem}
        checked={value === true}
        disabled={isFixed}
        onChange={onChange}
      />
    )
  }
  return (
    <Field label={label} help={note} problem={problem}>
      {(control) => {
        if (input === 'number') {
          return (
            <NumberInput
              {...control}
              value={typeof value === 'number' ? value : null}
              disabled={isFixed}
              onNumber={onChange}
              className="max-w-60"
            />
          )
        }
        if (input === 'lines') {
          return (
            <Textarea
              {...control}
              value={linesOf(value)}
              disabled={isFixed}
              spellCheck={false}
              onChange={(event) => onChange(event.target.value.split('\n'))}
            />
          )
        }
        if (input === 'color') {
          return <ColorInput control={control} value={textOf(value)} disabled={isFixed} onChange={onChange} />
        }
        if (input === 'authMethod') {
          return (
            <Select<string>
              {...control}
              value={textOf(value)}
              disabled={isFixed}
              options={[['', settings.anyAuthMethod], ...authMethods]}
              onPick={onChange}
              className="sm:max-w-72"
            />
          )
        }
        return (
          <input
            {...control}
            type={input === 'secret' ? 'password' : 'text'}
            autoComplete={input === 'secret' ? 'new-password' : 'off'}
            spellCheck={false}
            disabled={isFixed}
            placeholder={input === 'secret' ? settings.secretKept : undefined}
            value={textOf(value)}
            onChange={(event) => onChange(event.target.value)}
            className={controlLook(problem !== undefined, 'h-8.5')}
          />
        )
      }}
    </Field>
  )
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function linesOf(value: unknown): string {
  return Array.isArray(value) ? value.map(String).join('\n') : ''
}
