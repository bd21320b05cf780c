import type { SettingsJson } from '@dapur/sdk'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useMessages } from '../language.ts'
import { tell } from '../record/notes.ts'
import { channelsIn, channelsToSend } from './channel-drafts.ts'
import { limitRulesIn } from './limit-rules.ts'
import { treeOf, valueAt } from './setting-path.ts'
import { saveSettings, settingsQuery } from './settings-calls.ts'

/** What is being changed on a page of the settings. */
export interface SettingsDraft {
  readonly isDirty: boolean
  readonly isBusy: boolean
  /** How the server refused it the last time; undefined while it did not. */
  readonly error: unknown
  /** The value at a path, as it is typed or else stored. */
  valueOf(path: string): unknown
  change(path: string, value: unknown): void
  discard: () => void
  save(): Promise<void>
}

/** Keeps what is typed over what is stored; only what was changed is sent. */
export function useSettingsDraft(stored: SettingsJson): SettingsDraft {
  const { settings } = useMessages()
  const queries = useQueryClient()
  const [changed, setChanged] = useState<Readonly<Record<string, unknown>>>({})
  const [error, setError] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  const valueOf = (path: string): unknown => (path in changed ? changed[path] : valueAt(stored, path))
  const discard = (): void => {
    setChanged({})
    setError(undefined)
  }
  return {
    isDirty: Object.keys(changed).length > 0,
    isBusy,
    error,
    valueOf,
    discard,
    change(path, value) {
      // Which line a problem stood at is not known any more once one of them is gone or they have moved.
      if (isShifted(valueOf(path), value)) setError(undefined)
      setChanged((now) => ({ ...now, [path]: value }))
    },
    async save() {
      setBusy(true)
      try {
        queries.setQueryData(settingsQuery.queryKey, await saveSettings(treeOf(cleaned(changed))))
        discard()
        tell({ text: settings.saved, kind: 'done' })
      } catch (refusal) {
        setError(refusal)
      }
      setBusy(false)
    },
  }
}

function isShifted(before: unknown, after: unknown): boolean {
  if (!Array.isArray(before) || !Array.isArray(after)) return false
  const [old, fresh] = [before, after].map((list) => list.map((item: unknown) => JSON.stringify(item)))
  if (!old || !fresh) return false
  return fresh.length < old.length || old.filter((item, at) => item !== fresh[at]).length > 1
}

function cleaned(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([path, value]) => [path, (cleanings[path] ?? cleanedValue)(value)]),
  )
}

const cleanings: Readonly<Record<string, ((value: unknown) => unknown) | undefined>> = {
  'rateLimits.rules': (value) =>
    limitRulesIn(value).map((rule) => ({
      ...rule,
      label: rule.label.trim(),
      maxRequests: rule.maxRequests ?? 0,
      duration: rule.duration ?? 0,
    })),
  'dapur.channels': (value) => channelsToSend(channelsIn(value)),
}

/** Empty lines of a list say nothing; an emptied number is 0. */
function cleanedValue(value: unknown): unknown {
  if (!Array.isArray(value)) return value ?? 0
  return value.map((line) => String(line).trim()).filter((line) => line !== '')
}
