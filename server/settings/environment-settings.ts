import { jsonOf } from '../base/json.ts'
import { fixSettings, type FixedSettings } from './fixed-settings.ts'
import { settingPaths, valueAt } from './setting-paths.ts'
import { defaultSettings } from './settings.ts'

const PREFIX = 'DAPUR_SETTINGS_'

/**
 * The variable of a setting: the words of its path in capitals.
 *
 * @example settingVariable('meta.appURL') // 'DAPUR_SETTINGS_META_APP_URL'
 */
export function settingVariable(path: string): string {
  return (
    PREFIX +
    path
      .replaceAll('.', '_')
      .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
      .toUpperCase()
  )
}

const pathOf: ReadonlyMap<string, string> = new Map(settingPaths.map((path) => [settingVariable(path), path]))

/**
 * Fix the settings that the environment says. Empty variables say nothing.
 *
 * Errors: a plain Error that names the variable, for one that is no setting, or whose value has the wrong type.
 *
 * @example fixFromEnvironment({ DAPUR_SETTINGS_SMTP_PORT: '25' })
 */
export function fixFromEnvironment(env: Readonly<Record<string, string | undefined>>): FixedSettings {
  const said = Object.entries(env).filter(
    (entry): entry is [string, string] => entry[0].startsWith(PREFIX) && (entry[1] ?? '') !== '',
  )
  return fixSettings(
    said.map(([name, text]) => {
      const path = pathOf.get(name)
      if (path === undefined) throw new Error(`${name} is no setting: docs/operations.md has the list.`)
      return [path, valueOf(text, path), name]
    }),
  )
}

/** The text as the type of its setting; what does not fit stays a text, which its check will refuse. */
function valueOf(text: string, path: string): unknown {
  const usual = valueAt({ ...defaultSettings }, path)
  if (typeof usual === 'string') return text
  if (Array.isArray(usual) && !text.trimStart().startsWith('['))
    return text.split(',').map((item) => item.trim())
  return jsonOf(text) ?? text
}
