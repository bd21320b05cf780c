import { isJsonObject } from '../base/json.ts'
import { andThen, type Now, steps, take } from '../base/now.ts'
import type { LiveCatalog } from '../collections/catalog.ts'
import type { Cell, Storage } from '../storage/dialect.ts'
import { bumpVersion } from '../storage/versions.ts'
import { mergeSettings, type StoredSettings } from './merge-settings.ts'
import { defaultSettings, type Settings, settingsSchema } from './settings.ts'

/** The settings of now. */
export interface LiveSettings {
  readonly current: Settings
  /** Called after each change of ours or of another process. Must be quick and must not throw. */
  readonly onChange: Set<(settings: Settings) => void>
  /** Take over what was stored: in the turn of its COMMIT. */
  adopt(settings: Settings): void
}

const READ = `select "value" from "_params" where "id" = 'settings'`
const REWRITE = `update "_params" set "value" = ? where "id" = 'settings'`

interface ParamsReader {
  all(sql: string, params: readonly Cell[]): Now<Cell[][]>
}

/**
 * Read the settings and keep them in memory; they are read again when another process changed them.
 *
 * Errors: a plain Error for stored settings that make no sense.
 *
 * @example const settings = await openSettings({ storage, catalog }); settings.current.batch.enabled
 */
export async function openSettings({
  storage,
  catalog,
}: {
  readonly storage: Storage
  readonly catalog: LiveCatalog
}): Promise<LiveSettings> {
  let current = toSettings(await readStored(storage.hot))
  let renamedIn: LiveCatalog['current'] | undefined
  const onChange = new Set<(settings: Settings) => void>()
  const adopt = (settings: Settings): void => {
    current = settings
    for (const listen of onChange) listen(settings)
  }
  const reload = (): Now<void> => andThen(readStored(storage.hot), (stored) => adopt(toSettings(stored)))
  storage.onForeignChange((what) => {
    if (what === 'settings') void reload()
  })
  catalog.renames.add(async (tx, from, to) => {
    if (await renameLabels(tx, from, to)) renamedIn = catalog.current
  })
  return {
    get current() {
      // A rename tells before its COMMIT; the catalog changes in the turn of it.
      if (renamedIn && renamedIn !== catalog.current) {
        renamedIn = undefined
        void reload()
      }
      return current
    },
    onChange,
    adopt,
  }
}

/** The stored settings with the defaults under them. */
export function readStored(reader: ParamsReader): Now<StoredSettings> {
  return andThen(reader.all(READ, []), ([row]) => {
    const stored: unknown = row ? JSON.parse(String(row[0])) : {}
    if (!isJsonObject(stored)) throw new Error('the stored settings are no JSON object')
    return mergeSettings({ ...defaultSettings }, stored)
  })
}

/** Errors: a plain Error that names the value whose type is wrong. */
function toSettings(stored: StoredSettings): Settings {
  return settingsSchema.parse(stored)
}

/** Write the whole of the settings. */
export function storeSettings(
  tx: Parameters<typeof bumpVersion>[0],
  stored: StoredSettings,
  now: string,
): Now<void> {
  return steps(function* () {
    const text = JSON.stringify(stored)
    yield* take(
      tx.run(
        `insert into "_params" ("id", "value", "created", "updated") values ('settings', ?, ?, ?)
         on conflict ("id") do update set "value" = excluded."value", "updated" = excluded."updated"`,
        [text, now, now],
      ),
    )
    yield* take(bumpVersion(tx, 'settings'))
  })
}

/** A renamed collection takes its rate limits along (contract services.md §5.2); says whether there were any. */
async function renameLabels(
  tx: ParamsReader & Parameters<typeof bumpVersion>[0],
  from: string,
  to: string,
): Promise<boolean> {
  const stored = await readStored(tx)
  const { rateLimits } = toSettings(stored)
  const prefix = `${from}:`
  if (!rateLimits.rules.some(({ label }) => label.startsWith(prefix))) return false
  const rules = rateLimits.rules.map((rule) =>
    rule.label.startsWith(prefix) ? { ...rule, label: `${to}:${rule.label.slice(prefix.length)}` } : rule,
  )
  await tx.run(REWRITE, [JSON.stringify(mergeSettings(stored, { rateLimits: { rules } }))])
  await bumpVersion(tx, 'settings')
  return true
}
