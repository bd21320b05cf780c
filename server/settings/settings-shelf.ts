import { isJsonObject } from '../base/json.ts'
import { andThen, type Now, steps, take } from '../base/now.ts'
import type { Cell } from '../storage/dialect.ts'
import { bumpVersion } from '../storage/versions.ts'
import { mergeSettings, type StoredSettings } from './merge-settings.ts'
import type { Seal } from './seal.ts'
import { defaultSettings } from './settings.ts'

const READ = `select "value" from "_params" where "id" = 'settings'`
const STORE = `insert into "_params" ("id", "value", "created", "updated") values ('settings', ?, ?, ?)
  on conflict ("id") do update set "value" = excluded."value", "updated" = excluded."updated"`
const REWRITE = `update "_params" set "value" = ? where "id" = 'settings'`

interface ParamsReader {
  all(sql: string, params: readonly Cell[]): Now<Cell[][]>
}
type ParamsWriter = Parameters<typeof bumpVersion>[0]

/** Where the settings are stored: one row of `_params` (contract services.md §5.1). */
export interface SettingsShelf {
  /** The stored settings with the defaults under them. Errors: a plain Error for what cannot be read. */
  read(reader: ParamsReader): Now<StoredSettings>
  /** Write the whole of the settings. */
  store(tx: ParamsWriter, stored: StoredSettings, now: string): Now<void>
  /** The same for a row that is there, which keeps its times. */
  rewrite(tx: ParamsWriter, stored: StoredSettings): Now<void>
  /** Is there a row whose form is not the one that is written now? */
  isStale(reader: ParamsReader): Now<boolean>
  /** Give the row that form; its content stays. */
  renew(tx: ParamsReader & ParamsWriter): Now<void>
}

/**
 * @example const shelf = settingsShelf(settingsSeal({ key }))
 */
export function settingsShelf(seal: Seal): SettingsShelf {
  const put = (tx: ParamsWriter, text: string): Now<void> =>
    andThen(tx.run(REWRITE, [seal.close(text)]), () => undefined)
  return {
    read: (reader) => andThen(storedText(reader), (text) => parse(text && seal.open(text).text)),
    store: (tx, stored, now) =>
      steps(function* () {
        yield* take(tx.run(STORE, [seal.close(JSON.stringify(stored)), now, now]))
        yield* take(bumpVersion(tx, 'settings'))
      }),
    rewrite: (tx, stored) => andThen(put(tx, JSON.stringify(stored)), () => bumpVersion(tx, 'settings')),
    isStale: (reader) =>
      andThen(storedText(reader), (text) => text !== undefined && !seal.open(text).isCurrent),
    renew: (tx) =>
      andThen(storedText(tx), (text) => (text === undefined ? undefined : put(tx, seal.open(text).text))),
  }
}

function storedText(reader: ParamsReader): Now<string | undefined> {
  return andThen(reader.all(READ, []), ([row]) => (row ? String(row[0]) : undefined))
}

function parse(text: string | undefined): StoredSettings {
  const stored: unknown = text === undefined ? {} : JSON.parse(text)
  if (!isJsonObject(stored)) throw new Error('the stored settings are no JSON object')
  return mergeSettings({ ...defaultSettings }, stored)
}
