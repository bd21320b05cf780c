import type { SettingsJson } from '@dapur/sdk'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useMessages } from '../language.ts'
import { tell } from '../record/notes.ts'
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
      // Which line a problem stood at is not known any more once one of them is gone.
      if (lengthOf(value) < lengthOf(valueOf(path))) setError(undefined)
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

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0
}

/** Empty lines of a list say nothing; an emptied number is 0. */
function cleaned(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([path, value]) => [path, cleanedValue(value)]))
}

function cleanedValue(value: unknown): unknown {
  if (!Array.isArray(value)) return value ?? 0
  return value
    .map((line: unknown) => (typeof line === 'string' ? line.trim() : cleanedItem(line)))
    .filter((line) => line !== '')
}

function cleanedItem(item: unknown): unknown {
  if (typeof item !== 'object' || item === null) return item
  return Object.fromEntries(Object.entries(item).map(([key, value]) => [key, value ?? 0]))
}
