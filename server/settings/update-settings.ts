import { isJsonObject } from '../base/json.ts'
import { apiError } from '../base/error.ts'
import { type Clock, formatTime } from '../base/clock.ts'
import { andThen } from '../base/now.ts'
import type { ProblemTree } from '../base/problem.ts'
import type { CatalogHolder } from '../collections/collection.ts'
import type { Storage } from '../storage/dialect.ts'
import { checkChannelRules } from './check-channels.ts'
import { checkSettings } from './check-settings.ts'
import { fixedProblems, withoutFixed } from './fixed-settings.ts'
import type { LiveSettings } from './live-settings.ts'
import { knownSettings, mergeSettings } from './merge-settings.ts'
import { type Settings, settingsSchema } from './settings.ts'

/** What changing the settings needs. */
export interface SettingsHouse {
  readonly storage: Storage
  readonly catalog: CatalogHolder
  readonly settings: LiveSettings
  readonly clock: Clock
}

/**
 * Put a part of the settings over those that are stored (contract services.md §5.2); answers the whole.
 *
 * Errors: `body_malformed` 400 for what is no object or of another JSON type; `validation_failed` 400 with nested
 * problems, `validation_setting_fixed` among them for what the process was started with.
 *
 * @example await updateSettings(house, { batch: { enabled: true } })
 */
export async function updateSettings(house: SettingsHouse, part: unknown): Promise<Settings> {
  if (part === undefined || part === null) return house.settings.current
  if (!isJsonObject(part)) throw apiError('body_malformed', { why: 'it has to be a JSON object' })
  const known = knownSettings(part)
  if (Object.keys(known).length === 0) return house.settings.current
  const { current, fixed, shelf } = house.settings
  refuse(fixedProblems(fixed, current, known))
  return house.storage.write((tx) =>
    andThen(shelf.read(tx), (stored) => {
      const next = mergeSettings(stored, withoutFixed(fixed, known))
      const settings = parse(mergeSettings(next, fixed.values))
      refuse(checkSettings(settings))
      refuse(channelProblems(house, settings))
      tx.onCommit(() => house.settings.adopt(settings))
      return andThen(shelf.store(tx, next, formatTime(house.clock.now())), () => settings)
    }),
  )
}

/** Rules that are stored already may have lost what they look at, which keeps nobody from changing something else. */
function channelProblems({ storage, catalog, settings }: SettingsHouse, { dapur }: Settings): ProblemTree {
  if (JSON.stringify(dapur.channels) === JSON.stringify(settings.current.dapur.channels)) return {}
  const channels = checkChannelRules(dapur.channels, catalog.current, storage.sql)
  return Object.keys(channels).length > 0 ? { dapur: { channels } } : {}
}

function refuse(problems: ProblemTree): void {
  if (Object.keys(problems).length > 0) throw apiError('validation_failed', {}, { data: problems })
}

function parse(next: unknown): Settings {
  const result = settingsSchema.safeParse(next)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const why = `"${issue?.path.join('.') ?? ''}" has the wrong type`
  throw apiError('body_malformed', { why }, { cause: result.error })
}
