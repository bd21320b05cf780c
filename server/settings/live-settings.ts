import { ApiError } from '../base/error.ts'
import { andThen, type Now } from '../base/now.ts'
import { isProblem, type ProblemTree } from '../base/problem.ts'
import type { LiveCatalog } from '../collections/catalog.ts'
import type { Storage } from '../storage/dialect.ts'
import { checkSettings } from './check-settings.ts'
import { type FixedSettings, nothingFixed } from './fixed-settings.ts'
import { mergeSettings, type StoredSettings } from './merge-settings.ts'
import { renameEvents } from './rename-events.ts'
import { type SealKeys, settingsSeal } from './seal.ts'
import { type Settings, settingsSchema } from './settings.ts'
import { type SettingsShelf, settingsShelf } from './settings-shelf.ts'

/** The settings of now. */
export interface LiveSettings {
  readonly current: Settings
  /** What of them the process was started with. */
  readonly fixed: FixedSettings
  readonly shelf: SettingsShelf
  /** Called after each change of ours or of another process. Must be quick and must not throw. */
  readonly onChange: Set<(settings: Settings) => void>
  /** Take over what was stored: in the turn of its COMMIT. */
  adopt(settings: Settings): void
}

/** What the settings are opened with. */
export interface SettingsOptions {
  readonly storage: Storage
  readonly catalog: LiveCatalog
  readonly fixed?: FixedSettings | undefined
  readonly seal?: SealKeys | undefined
}

/**
 * Read the settings and keep them in memory; they are read again when another process changed them.
 *
 * Errors: a plain Error for settings that make no sense, or that the keys do not open.
 *
 * @example const settings = await openSettings({ storage, catalog }); settings.current.batch.enabled
 */
export async function openSettings({
  storage,
  catalog,
  fixed = nothingFixed,
  seal = {},
}: SettingsOptions): Promise<LiveSettings> {
  const shelf = settingsShelf(settingsSeal(seal))
  const read = (): Now<Settings> => andThen(shelf.read(storage.hot), (stored) => inForce(fixed, stored))
  let current = await read()
  assertSense(fixed, current)
  if (await shelf.isStale(storage.hot)) await renew(storage, shelf)
  let renamedIn: LiveCatalog['current'] | undefined
  const onChange = new Set<(settings: Settings) => void>()
  const adopt = (settings: Settings): void => {
    current = settings
    for (const listen of onChange) listen(settings)
  }
  const reload = (): Now<void> => andThen(read(), adopt)
  storage.onForeignChange((what) => {
    if (what === 'settings') void reload()
  })
  catalog.renames.add(async (tx, from, to) => {
    if (await renameLabels(shelf, tx, { from, to })) renamedIn = catalog.current
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
    fixed,
    shelf,
    onChange,
    adopt,
  }
}

/** The stored settings under the fixed ones. Errors: a plain Error that names the value whose type is wrong. */
function inForce({ values }: FixedSettings, stored: StoredSettings): Settings {
  return settingsSchema.parse(mergeSettings(stored, values))
}

/** Stored settings were checked when they were stored; these were not. Errors: a plain Error. */
function assertSense({ sources }: FixedSettings, settings: Settings): void {
  const groups = new Set([...sources.keys()].map(groupOf))
  // Of a list that is fixed as a whole, all that is in it.
  const isInList = (path: string): boolean =>
    [...sources.keys()].some((fixed) => path.startsWith(`${fixed}.`))
  const faults = problemPaths(checkSettings(settings)).filter(
    ([path]) => groups.has(groupOf(path)) || isInList(path),
  )
  if (faults.length === 0) return
  const lines = faults.map(([path, message]) => `  ${path} (${sources.get(path) ?? 'not set'}): ${message}`)
  throw new Error(['The settings that are fixed cannot be used:', ...lines].join('\n'))
}

/** `s3` for `s3.bucket`: what belongs together is wrong together. */
function groupOf(path: string): string {
  return path.replace(/(?:\.\d+)*\.?[^.]*$/, '')
}

function problemPaths(tree: ProblemTree, prefix = ''): [path: string, message: string][] {
  return Object.entries(tree).flatMap(([key, node]): [string, string][] =>
    isProblem(node) ? [[prefix + key, node.message]] : problemPaths(node, `${prefix}${key}.`),
  )
}

/** A server has to start on a full disk, or nobody can free it: then it is for the next start. */
async function renew(storage: Storage, shelf: SettingsShelf): Promise<void> {
  try {
    await storage.write((tx) => shelf.renew(tx))
  } catch (error) {
    if (!(error instanceof ApiError && error.code === 'storage_full')) throw error
  }
}

type Tx = Parameters<SettingsShelf['renew']>[0]

/** A renamed collection takes its rate limits (contract services.md §5.2) and webhooks along; says whether it has any. */
async function renameLabels(
  shelf: SettingsShelf,
  tx: Tx,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<boolean> {
  const stored = await shelf.read(tx)
  const { rateLimits, dapur } = settingsSchema.parse(stored)
  const prefix = `${from}:`
  const webhooks = renameEvents(dapur.webhooks, from, to)
  if (!webhooks && !rateLimits.rules.some(({ label }) => label.startsWith(prefix))) return false
  const rules = rateLimits.rules.map((rule) =>
    rule.label.startsWith(prefix) ? { ...rule, label: `${to}:${rule.label.slice(prefix.length)}` } : rule,
  )
  const renamed = { rateLimits: { rules }, ...(webhooks && { dapur: { webhooks } }) }
  await shelf.rewrite(tx, mergeSettings(stored, renamed))
  return true
}
