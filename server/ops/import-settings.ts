import { isJsonObject } from '../base/json.ts'
import { checkSettings } from '../settings/check-settings.ts'
import { knownSettings, mergeSettings, type StoredSettings } from '../settings/merge-settings.ts'
import { decrypt, SEAL_KEY_BYTES } from '../settings/seal.ts'
import { defaultSettings, type Settings, settingsSchema } from '../settings/settings.ts'
import { problemLines } from './import-problems.ts'
import { ImportRefusal } from './import-refusal.ts'
import type { Source } from './import-source.ts'

/** The settings of a source with our defaults under them. */
export interface ImportedSettings {
  readonly stored: StoredSettings
  readonly settings: Settings
  readonly form: 'plain' | 'encrypted' | 'absent'
  readonly warnings: readonly string[]
}

/**
 * Read the settings (contract data.md §7.3): JSON, or encrypted with AES-256-GCM under a key of 32 characters.
 * Errors: `ImportRefusal` for encrypted ones without their key, and for what is no settings.
 *
 * @example readSettings(source, process.env.PB_ENCRYPTION_KEY)
 */
export function readSettings(source: Source, key: string | undefined): ImportedSettings {
  const text = storedText(source)
  if (text === undefined) return taken({}, 'absent')
  const plain = parseJson(text)
  if (plain !== undefined) return taken(plain, 'plain')
  return taken(parseJson(opened(text, key)), 'encrypted')
}

function storedText(source: Source): string | undefined {
  if (!source.tables.get('_params')?.columns.has('value')) return undefined
  const [row] = source.all("SELECT value FROM _params WHERE id = 'settings'")
  const value = row?.[0] ?? ''
  return value === '' ? undefined : String(value)
}

function parseJson(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text)
    return parsed ?? {}
  } catch {
    // Then it is the encrypted form.
    return undefined
  }
}

function opened(text: string, key: string | undefined): string {
  if (key === undefined) {
    throw new ImportRefusal([
      'its settings are encrypted: put their key into an environment variable and name that with --encryption-key-env',
    ])
  }
  if (Buffer.byteLength(key) !== SEAL_KEY_BYTES)
    throw new ImportRefusal(['the key of the settings has to have 32 characters'])
  const plain = decrypt(text, key)
  if (plain !== undefined) return plain
  throw new ImportRefusal([
    'its settings cannot be decrypted: the key is another one, or they are no settings',
  ])
}

function taken(part: unknown, form: ImportedSettings['form']): ImportedSettings {
  if (!isJsonObject(part)) throw new ImportRefusal(['its settings are no JSON object'])
  const stored = mergeSettings({ ...defaultSettings }, knownSettings(part))
  const parsed = settingsSchema.safeParse(stored)
  if (!parsed.success) {
    throw new ImportRefusal(
      parsed.error.issues.map(({ path, message }) => `the setting ${path.join('.')}: ${message}`),
    )
  }
  const unknown = Object.keys(part).filter((key) => !Object.hasOwn(defaultSettings, key))
  const faults = problemLines(checkSettings(parsed.data)).map(
    (line) => `the setting ${line} It is taken as it is; the next change of the settings will ask for it.`,
  )
  const left = unknown.map((key) => `the setting "${key}" is not known here: it is left out.`)
  return { stored, settings: parsed.data, form, warnings: [...faults, ...left] }
}
