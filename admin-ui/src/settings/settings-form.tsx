import type { SettingsJson } from '@dapur/sdk'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { explain, explainField } from '../explain.ts'
import { useMessages } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { Notice } from '../parts/notice.tsx'
import { tell } from '../record/notes.ts'
import { SettingInput } from './setting-input.tsx'
import { treeOf, valueAt } from './setting-path.ts'
import { type Setting, type SettingSection, settingSections } from './setting-sections.ts'
import { saveSettings, settingsQuery } from './settings-calls.ts'

/** One page of the settings: only what was changed is sent. */
export function SettingsForm({
  section,
  stored,
}: {
  section: SettingSection
  stored: SettingsJson
}): ReactNode {
  const messages = useMessages()
  const { settings } = messages
  const queries = useQueryClient()
  const [changed, setChanged] = useState<Readonly<Record<string, unknown>>>({})
  const [error, setError] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  const fields: readonly Setting[] = settingSections[section]
  const problemOf = ({ path }: Setting): string | undefined =>
    explainField(error, path, messages) ?? explainField(error, `${path}.0`, messages)
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setBusy(true)
    try {
      queries.setQueryData(settingsQuery.queryKey, await saveSettings(treeOf(cleaned(changed))))
      setChanged({})
      setError(undefined)
      tell({ text: settings.saved, kind: 'done' })
    } catch (refusal) {
      setError(refusal)
    }
    setBusy(false)
  }
  const isDirty = Object.keys(changed).length > 0
  const hasPlace = fields.some((field) => problemOf(field) !== undefined)
  return (
    <form onSubmit={(event) => void save(event)} noValidate className="flex max-w-150 flex-col gap-5">
      <p className="text-sm text-pretty text-text-2">{settings.leads[section]}</p>
      {error !== undefined && !hasPlace && <Notice kind="danger">{explain(error, messages)}</Notice>}
      {fields.map((setting) => (
        <SettingInput
          key={setting.path}
          setting={setting}
          value={setting.path in changed ? changed[setting.path] : valueAt(stored, setting.path)}
          problem={problemOf(setting)}
          fixedBy={stored.dapur?.fixed?.[setting.path]}
          onChange={(value) => setChanged((now) => ({ ...now, [setting.path]: value }))}
        />
      ))}
      <div className="flex gap-2">
        <Button type="submit" look="primary" busy={isBusy} disabled={!isDirty}>
          {settings.save}
        </Button>
        {isDirty && (
          <Button
            look="plain"
            onClick={() => {
              setChanged({})
              setError(undefined)
            }}
          >
            {settings.discard}
          </Button>
        )}
      </div>
    </form>
  )
}

/** Empty lines of a list say nothing; an emptied number is 0. */
function cleaned(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([path, value]) => {
      if (Array.isArray(value))
        return [path, value.map((line) => String(line).trim()).filter((line) => line !== '')]
      return [path, value ?? 0]
    }),
  )
}
