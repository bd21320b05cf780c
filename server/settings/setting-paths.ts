import { isJsonObject, type JsonObject } from '../base/json.ts'
import { defaultSettings } from './settings.ts'

/** The settings that have no parts of their own, as `smtp.host`; lists are one. */
export const settingPaths: readonly string[] = leaves({ ...defaultSettings }, '')

function leaves(part: JsonObject, prefix: string): string[] {
  return Object.entries(part).flatMap(([key, value]) =>
    isJsonObject(value) ? leaves(value, `${prefix}${key}.`) : [prefix + key],
  )
}

/**
 * The value of one setting in a whole or a part of the settings.
 *
 * @example valueAt({ smtp: { port: 25 } }, 'smtp.port') // 25
 */
export function valueAt(settings: JsonObject, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((part, key) => (isJsonObject(part) ? part[key] : undefined), settings)
}

/**
 * A part of the settings with one value.
 *
 * @example partWith('smtp.port', 25) // { smtp: { port: 25 } }
 */
export function partWith(path: string, value: unknown): JsonObject {
  const cut = path.indexOf('.')
  return cut < 0 ? { [path]: value } : { [path.slice(0, cut)]: partWith(path.slice(cut + 1), value) }
}
