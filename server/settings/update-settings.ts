import { isJsonObject } from '../base/json.ts'
import { apiError } from '../base/error.ts'
import { type Clock, formatTime } from '../base/clock.ts'
import { andThen } from '../base/now.ts'
import type { ProblemTree } from '../base/problem.ts'
import type { CatalogHolder } from '../collections/collection.ts'
import type { Storage } from '../storage/dialect.ts'
import { checkChannelRules } from './check-channels.ts'
import { checkSettings } from './check-settings.ts'
import { checkEventNames } from './check-webhooks.ts'
import { completeWebhooks } from './complete-webhooks.ts'
import { fixedProblems, withoutFixed } from './fixed-settings.ts'
import type { LiveSettings } from './live-settings.ts'
import { knownSettings, mergeSettings, type StoredSettings } from './merge-settings.ts'
import { valueAt } from './setting-paths.ts'
import { type Settings, settingsSchema } from './settings.ts'

/** What changing the settings needs. */
export interface SettingsHouse {
  readonly storage: Storage
  readonly catalog: CatalogHolder
  readonly settings: LiveSettings
  readonly clock: Clock
}

/** What came of a change of the settings. */
export interface SettingsChange {
  readonly settings: Settings
  /** The secrets that were made, by the id of their webhook: to be shown this once. */
  readonly made: ReadonlyMap<string, string>
}

/**
 * Put a part of the settings over those that are stored (contract services.md §5.2); answers the whole, and the secrets
 * that the server has made for webhooks.
 *
 * Errors: `body_malformed` 400 for what is no object or of another JSON type; `validation_failed` 400 with nested
 * problems, `validation_setting_fixed` among them for what the process was started with.
 *
 * @example await updateSettings(house, { batch: { enabled: true } })
 */
export async function updateSettings(house: SettingsHouse, part: unknown): Promise<SettingsChange> {
  const { current, fixed, shelf } = house.settings
  const made = new Map<string, string>()
  if (part === undefined || part === null) return { settings: current, made }
  if (!isJsonObject(part)) throw apiError('body_malformed', { why: 'it has to be a JSON object' })
  const known = knownSettings(part)
  if (Object.keys(known).length === 0) return { settings: current, made }
  refuse(fixedProblems(fixed, current, known))
  return house.storage.write((tx) =>
    andThen(shelf.read(tx), (stored) => {
      const next = complete(house, mergeSettings(stored, withoutFixed(fixed, known)), { stored, made })
      const settings = parse(mergeSettings(next, fixed.values))
      refuse(checkSettings(settings))
      refuse(channelProblems(house, settings))
      refuse(eventProblems(house, settings))
      tx.onCommit(() => house.settings.adopt(settings))
      return andThen(shelf.store(tx, next, formatTime(house.clock.now())), () => ({ settings, made }))
    }),
  )
}

/** With the ids and secrets of new webhooks. */
function complete(
  { clock }: SettingsHouse,
  next: StoredSettings,
  { stored, made }: { readonly stored: StoredSettings; readonly made: Map<string, string> },
): StoredSettings {
  const wanted = valueAt(next, 'dapur.webhooks')
  if (wanted === valueAt(stored, 'dapur.webhooks')) return next
  const { webhooks: before } = parse(stored).dapur
  const webhooks = completeWebhooks(wanted, { before, now: clock.now(), made })
  return mergeSettings(next, { dapur: { webhooks } })
}

/** Rules that are stored already may have lost what they look at, which keeps nobody from changing something else. */
function channelProblems({ storage, catalog, settings }: SettingsHouse, { dapur }: Settings): ProblemTree {
  if (JSON.stringify(dapur.channels) === JSON.stringify(settings.current.dapur.channels)) return {}
  const channels = checkChannelRules(dapur.channels, catalog.current, storage.sql)
  return Object.keys(channels).length > 0 ? { dapur: { channels } } : {}
}

function eventProblems({ catalog, settings }: SettingsHouse, { dapur }: Settings): ProblemTree {
  const webhooks = checkEventNames(dapur.webhooks, catalog.current, settings.current.dapur.webhooks)
  return Object.keys(webhooks).length > 0 ? { dapur: { webhooks } } : {}
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
