import { useCallback, useState } from 'react'
import { recall, remember } from '../browser-memory.ts'
import { parsedJson } from '../parsed-json.ts'

/** How somebody likes the columns of a collection, by the ids of its fields. */
export interface ColumnPrefs {
  /** Fields that are not in it come after those that are. */
  order: readonly string[]
  hidden: readonly string[]
  /** Pixels. */
  widths: Readonly<Record<string, number>>
}

/** What this browser remembers of a collection's columns, and how to change it. */
export function useColumnPrefs(collectionId: string): [ColumnPrefs, (change: Partial<ColumnPrefs>) => void] {
  const key = `dapur_columns_${collectionId}`
  const [prefs, setPrefs] = useState(() => readPrefs(key))
  const change = useCallback(
    (part: Partial<ColumnPrefs>) =>
      setPrefs((now) => {
        const next = { ...now, ...part }
        remember(key, JSON.stringify(next))
        return next
      }),
    [key],
  )
  return [prefs, change]
}

function readPrefs(key: string): ColumnPrefs {
  const stored = parsedJson(recall(key) ?? '')
  const { order, hidden, widths }: { order?: unknown; hidden?: unknown; widths?: unknown } =
    typeof stored === 'object' && stored !== null ? stored : {}
  return { order: textsIn(order), hidden: textsIn(hidden), widths: numbersIn(widths) }
}

function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}

function numbersIn(value: unknown): Record<string, number> {
  if (typeof value !== 'object' || value === null) return {}
  const entries = Object.entries(value).filter((entry): entry is [string, number] =>
    Number.isFinite(entry[1]),
  )
  return Object.fromEntries(entries)
}
