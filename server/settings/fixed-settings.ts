import { isJsonObject } from '../base/json.ts'
import { isProblem, problem, type Problem, type ProblemTree } from '../base/problem.ts'
import { mergeSettings, type StoredSettings } from './merge-settings.ts'
import { partWith, settingPaths, valueAt } from './setting-paths.ts'
import { defaultSettings, type Settings, settingsSchema } from './settings.ts'

/** The settings that the process was started with: they stand over the stored ones, and nobody changes them meanwhile. */
export interface FixedSettings {
  /** Only what is fixed. */
  readonly values: StoredSettings
  /** Who says so, by the path of each setting: `smtp.host` → `DAPUR_SETTINGS_SMTP_HOST`. */
  readonly sources: ReadonlyMap<string, string>
}

/** A part of the settings, as `hono.config.ts` says it. */
export type SettingsDraft = Draft<Settings>
type Draft<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { readonly [Key in keyof T]?: Draft<T[Key]> | undefined }
    : T

/** Where all settings can be changed while the server runs. */
export const nothingFixed: FixedSettings = { values: {}, sources: new Map() }

/**
 * Fix settings by path.
 *
 * Errors: a plain Error that names the source of a value of a wrong type.
 *
 * @example fixSettings([['smtp.port', 25, 'DAPUR_SETTINGS_SMTP_PORT']])
 */
export function fixSettings(
  entries: readonly (readonly [path: string, value: unknown, source: string])[],
): FixedSettings {
  let values: StoredSettings = {}
  for (const [path, value] of entries) values = mergeSettings(values, partWith(path, value))
  const fixed = { values, sources: new Map(entries.map(([path, , source]) => [path, source])) }
  const { error } = settingsSchema.safeParse(mergeSettings({ ...defaultSettings }, values))
  for (const { path, message } of error?.issues ?? []) {
    const at = path.join('.')
    const source = [...fixed.sources].find(([known]) => at === known || at.startsWith(`${known}.`))?.[1]
    throw new Error(`${source ?? 'A fixed setting'} cannot be used: ${at}: ${message}`)
  }
  return fixed
}

/**
 * Fix what a configuration file says.
 *
 * Errors: a plain Error for a key that is no setting, or a value of a wrong type.
 *
 * @example fixDraft({ smtp: { host: 'mail.example' } }, 'hono.config.ts')
 */
export function fixDraft(draft: unknown, source: string): FixedSettings {
  if (draft === undefined) return nothingFixed
  const unknown = isJsonObject(draft) ? strayKey(draft, { ...defaultSettings }) : 'settings'
  if (unknown !== undefined)
    throw new Error(`${source} cannot be used:\n  settings: "${unknown}" is no setting`)
  const values = isJsonObject(draft) ? draft : {}
  const said = settingPaths.filter((path) => valueAt(values, path) !== undefined)
  return fixSettings(said.map((path) => [path, valueAt(values, path), source]))
}

/** Both together; where both say something, the second one counts. */
export function joinFixed(first: FixedSettings, second: FixedSettings): FixedSettings {
  return {
    values: mergeSettings(first.values, second.values),
    sources: new Map([...first.sources, ...second.sources]),
  }
}

/** What of a part of the settings would change one that is fixed. */
export function fixedProblems({ sources }: FixedSettings, now: Settings, part: StoredSettings): ProblemTree {
  const wanted = mergeSettings({ ...now }, part)
  const problems: ProblemTree = {}
  for (const [path, source] of sources) {
    // Forms send the whole back, so a value that stays as it is says nothing.
    if (JSON.stringify(valueAt(wanted, path)) === JSON.stringify(valueAt({ ...now }, path))) continue
    const fault = problem('validation_setting_fixed', `${source} sets this: change it there.`, { source })
    put(problems, path.split('.'), fault)
  }
  return problems
}

function put(tree: ProblemTree, [key = '', ...rest]: readonly string[], fault: Problem): void {
  if (rest.length === 0) {
    tree[key] = fault
    return
  }
  const known = tree[key]
  const inner: ProblemTree = known && !isProblem(known) ? known : {}
  tree[key] = inner
  put(inner, rest, fault)
}

/** A part of the settings without what is fixed: so a fixed value, a secret maybe, is never stored. */
export function withoutFixed(fixed: FixedSettings, part: StoredSettings, prefix = ''): StoredSettings {
  return Object.fromEntries(
    Object.entries(part).flatMap(([key, value]) => {
      const path = prefix + key
      if (fixed.sources.has(path)) return []
      return [[key, isJsonObject(value) ? withoutFixed(fixed, value, `${path}.`) : value]]
    }),
  )
}

/** The first key that no setting has, as a path. */
function strayKey(part: StoredSettings, template: StoredSettings, prefix = ''): string | undefined {
  for (const [key, value] of Object.entries(part)) {
    const path = prefix + key
    const inner = template[key]
    if (!Object.hasOwn(template, key)) return path
    if (!isJsonObject(inner)) continue
    const stray = isJsonObject(value) ? strayKey(value, inner, `${path}.`) : path
    if (stray !== undefined && value !== undefined) return stray
  }
  return undefined
}
