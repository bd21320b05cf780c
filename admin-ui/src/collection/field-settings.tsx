import type { ReactNode } from 'react'
import { toText } from '../fields/value.ts'
import { controlLook } from '../inputs/look.ts'
import { useMessages } from '../language.ts'
import { Field } from '../parts/field.tsx'
import { Switch } from '../parts/switch.tsx'
import type { FieldTypeJson } from './collection-queries.ts'
import type { FieldDraft } from './draft.ts'
import { optionWords } from './field-words.ts'
import { OptionInput } from './option-input.tsx'

interface FieldSettingsProps {
  field: FieldDraft
  type: FieldTypeJson | undefined
  problemOf: (option: string) => string | undefined
  onChange: (change: Partial<FieldDraft>) => void
}

/** All settings of one field: those of its type as the server describes them, and those that all fields have. */
export function FieldSettings({ field, type, problemOf, onChange }: FieldSettingsProps): ReactNode {
  const messages = useMessages()
  const { collection } = messages
  const entries = Object.entries(type?.options ?? {}).filter(([key]) => key !== 'primaryKey')
  const lacks = new Set(type?.lacks)
  const isKey = field['primaryKey'] === true
  const draw = ([key, { label, input, fallback }]: (typeof entries)[number]): ReactNode => (
    <OptionInput
      key={key}
      label={optionWords(key, label, messages)}
      input={input}
      value={field[key]}
      fallback={fallback}
      problem={problemOf(key)}
      isFixed={key === 'collectionId' && field.id !== undefined}
      onChange={(value) => onChange({ [key]: value })}
    />
  )
  const switches = entries.filter(([, { input }]) => input === 'switch')
  return (
    <div className="flex flex-col gap-4 border-t border-line px-4 pt-4 pb-5">
      <div className="grid gap-4 sm:grid-cols-2">
        {entries.filter(([, { input }]) => input !== 'switch').map(draw)}
        {!lacks.has('help') && (
          <Field label={collection.help} problem={problemOf('help')} className="sm:col-span-2">
            {(control) => (
              <input
                {...control}
                value={toText(field.help ?? '')}
                onChange={(event) => onChange({ help: event.target.value })}
                className={controlLook(false, 'h-8.5')}
              />
            )}
          </Field>
        )}
      </div>
      <div className="grid gap-x-4 gap-y-3 sm:grid-cols-2">
        {switches.map(draw)}
        {!lacks.has('required') && (
          <Switch
            label={collection.required}
            help={collection.requiredHelp}
            problem={problemOf('required')}
            checked={field.required === true}
            disabled={isKey}
            onChange={(required) => onChange({ required })}
          />
        )}
        <Switch
          label={collection.presentable}
          help={collection.presentableHelp}
          checked={field.presentable}
          onChange={(presentable) => onChange({ presentable })}
        />
        <Switch
          label={collection.hidden}
          help={collection.hiddenHelp}
          problem={problemOf('hidden')}
          checked={field.hidden}
          disabled={isKey || field.system}
          onChange={(hidden) => onChange({ hidden })}
        />
      </div>
    </div>
  )
}
