import { isJsonObject } from '../base/json.ts'
import { apiError } from '../base/error.ts'
import { type Clock, formatTime } from '../base/clock.ts'
import { andThen } from '../base/now.ts'
import type { Storage } from '../storage/dialect.ts'
import { checkSettings } from './check-settings.ts'
import { type LiveSettings, readStored, storeSettings } from './live-settings.ts'
import { knownSettings, mergeSettings } from './merge-settings.ts'
import { type Settings, settingsSchema } from './settings.ts'

/** What changing the settings needs. */
export interface SettingsHouse {
  readonly storage: Storage
  readonly settings: LiveSettings
  readonly clock: Clock
}

/**
 * Put a part of the settings over those that are stored (contract services.md §5.2); answers the whole.
 *
 * Errors: `body_malformed` 400 for what is no object or of another JSON type; `validation_failed` 400 with nested
 * problems.
 *
 * @example await updateSettings(house, { batch: { enabled: true } })
 */
export async function updateSettings(house: SettingsHouse, part: unknown): Promise<Settings> {
  if (part === undefined || part === null) return house.settings.current
  if (!isJsonObject(part)) throw apiError('body_malformed', { why: 'it has to be a JSON object' })
  const known = knownSettings(part)
  if (Object.keys(known).length === 0) return house.settings.current
  return house.storage.write((tx) =>
    andThen(readStored(tx), (stored) => {
      const next = mergeSettings(stored, known)
      const settings = parse(next)
      const problems = checkSettings(settings)
      if (Object.keys(problems).length > 0) throw apiError('validation_failed', {}, { data: problems })
      tx.onCommit(() => house.settings.adopt(settings))
      return andThen(storeSettings(tx, next, formatTime(house.clock.now())), () => settings)
    }),
  )
}

function parse(next: unknown): Settings {
  const result = settingsSchema.safeParse(next)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const why = `"${issue?.path.join('.') ?? ''}" has the wrong type`
  throw apiError('body_malformed', { why }, { cause: result.error })
}
