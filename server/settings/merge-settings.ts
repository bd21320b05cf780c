import { isJsonObject } from '../base/json.ts'
import { defaultSettings } from './settings.ts'

/** The settings as they are stored: the known ones, and what another version may have put beside them. */
export type StoredSettings = Readonly<Record<string, unknown>>

/**
 * Put a part of the settings over what is there: objects are merged, lists replaced, `null` leaves a value as it is
 * and empties a list (contract services.md §5.2).
 *
 * @example mergeSettings(stored, { batch: { enabled: true } })
 */
export function mergeSettings(base: StoredSettings, part: StoredSettings): StoredSettings {
  const merged: Record<string, unknown> = { ...base }
  for (const [key, value] of Object.entries(part)) merged[key] = mergeValue(merged[key], value)
  return merged
}

function mergeValue(base: unknown, value: unknown): unknown {
  if (value === null || value === undefined) return Array.isArray(base) ? [] : base
  return isJsonObject(base) && isJsonObject(value) ? mergeSettings(base, value) : value
}

/** Only what is a setting: a client's other keys are not kept. */
export function knownSettings(part: StoredSettings): StoredSettings {
  return pickKnown(part, { ...defaultSettings })
}

function pickKnown(part: StoredSettings, template: StoredSettings): StoredSettings {
  return Object.fromEntries(
    Object.entries(part)
      .filter(([key]) => Object.hasOwn(template, key))
      .map(([key, value]) => {
        const inner = template[key]
        return [key, isJsonObject(inner) && isJsonObject(value) ? pickKnown(value, inner) : value]
      }),
  )
}
