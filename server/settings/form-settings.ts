import { isJsonObject, type JsonObject } from '../base/json.ts'
import { mergeSettings } from './merge-settings.ts'
import { partWith, settingPaths, valueAt } from './setting-paths.ts'
import { defaultSettings } from './settings.ts'

const yes = new Set(['1', 't', 'T', 'true', 'TRUE', 'True'])
const no = new Set(['0', 'f', 'F', 'false', 'FALSE', 'False', ''])
/** Settings by their paths, and their groups, of which the JSON of `@jsonPayload` brings whole ones. */
const known: ReadonlySet<string> = new Set([...settingPaths, ...Object.keys(defaultSettings)])
const whole = /^(?:[-+]?\d*|0[xob][\da-f]+)$/i

/**
 * The settings of a form, whose keys are paths and whose values are texts, each as the type of its setting
 * (contract data.md §1.6). What does not fit stays a text, which the check of its type refuses.
 *
 * @example settingsOfForm({ 'smtp.port': '25', superuserIPs: '10.0.0.1' }) // { smtp: { port: 25 }, superuserIPs: ['10.0.0.1'] }
 */
export function settingsOfForm(form: Readonly<Record<string, unknown>>): JsonObject {
  let part: JsonObject = {}
  for (const [path, value] of Object.entries(form)) {
    // Whatever else a key looks like, it is no setting: one of many thousand dots would be as many objects.
    if (known.has(path)) part = mergeSettings(part, partWith(path, typedValue(value, path)))
  }
  return part
}

function typedValue(value: unknown, path: string): unknown {
  const usual = valueAt({ ...defaultSettings }, path)
  // Whole objects come in the JSON of `@jsonPayload`.
  if (isJsonObject(value) || isJsonObject(usual)) return value
  if (Array.isArray(usual)) return Array.isArray(value) ? value : value === '' ? [] : [value]
  const first: unknown = Array.isArray(value) ? value[0] : value
  if (typeof first !== 'string') return first
  if (typeof usual === 'boolean') return yes.has(first) || (!no.has(first) && first)
  return typeof usual === 'number' && whole.test(first) ? Number(first) : first
}
