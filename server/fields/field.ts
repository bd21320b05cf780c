import { isJsonObject, type JsonObject } from '../base/json.ts'
import { crc32 } from 'node:zlib'
import { problem, required, type Problem, type ProblemTree } from '../base/problem.ts'
import type { AnyFieldType, Field, SettingsContext } from './field-type.ts'
import { fieldTypes } from './index.ts'
import { switchOption, textOption } from './options.ts'
import { problemsOf } from './setting-checks.ts'

const noText = textOption('')
const off = switchOption('')

/**
 * Read the definition of one field, from a client or from a database (contract data.md §3.1). What is missing or null
 * has its default, also the id (`""`); unknown keys are dropped. An unknown type, or a setting of the wrong JSON type,
 * makes the whole body malformed (400): then the answer is a text that says why.
 *
 * @example parseField({ name: 'title', type: 'text', max: 80 }) // { id: '', name: 'title', options: { min: 0, max: 80, … }, … }
 * @example parseField({ name: 'title', type: 'texts' }) // 'there is no field type "texts"'
 */
export function parseField(json: unknown): Field | string {
  if (!isJsonObject(json)) return 'a field must be an object'
  const type = fieldTypes.get(noText.parse(json['type']) ?? '')
  if (!type) return `there is no field type ${JSON.stringify(json['type']) ?? '""'}`
  const common = parseCommon(json, type)
  if (typeof common === 'string') return common
  const options = parseOptions(json, type)
  return typeof options === 'string' ? options : { ...common, type: type.name, options }
}

function parseCommon(json: JsonObject, type: AnyFieldType): Omit<Field, 'options' | 'type'> | string {
  const id = noText.parse(json['id'])
  const name = noText.parse(json['name'])
  const help = lacks(type, 'help') ? '' : noText.parse(json['help'])
  if (id === undefined || name === undefined || help === undefined)
    return 'id, name and help of a field must be texts'
  const system = off.parse(json['system'])
  const hidden = off.parse(json['hidden'])
  const presentable = off.parse(json['presentable'])
  const isRequired = lacks(type, 'required') ? false : off.parse(json['required'])
  if (system === undefined || hidden === undefined || presentable === undefined || isRequired === undefined) {
    return `system, hidden, presentable and required of the field "${name}" must be true or false`
  }
  return { id, name, help, system, hidden, presentable, required: isRequired }
}

function parseOptions(json: JsonObject, type: AnyFieldType): Field['options'] | string {
  const options: Record<string, unknown> = {}
  for (const [key, option] of Object.entries(type.options)) {
    const value = option.parse(Object.hasOwn(json, key) ? json[key] : undefined)
    if (value === undefined) return `"${key}" of a ${type.name} field has the wrong type`
    options[key] = value
  }
  return options
}

/**
 * A field as the wire and the database write it (contract services.md §12.1): all settings, keys in alphabetical order.
 *
 * @example fieldToJson(field) // { "help": "", "hidden": false, "id": "bool256245529", … }
 */
export function fieldToJson(field: Field): Record<string, unknown> {
  const { options, help, required: isRequired, ...common } = field
  const type = fieldTypes.get(field.type)
  const all: Record<string, unknown> = { ...common, ...options }
  if (!type || !lacks(type, 'help')) all['help'] = help
  if (!type || !lacks(type, 'required')) all['required'] = isRequired
  return Object.fromEntries(Object.entries(all).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/**
 * The id of a field that came without one (contract data.md §2.5); its caller adds 2, 3, … where that is taken.
 *
 * @example defaultFieldId('text', 'id') // 'text3208210256'
 */
export function defaultFieldId(type: string, name: string): string {
  return type + crc32(name)
}

/**
 * What is wrong with the settings of a field, by setting (contract data.md §3.1 and those of its type).
 *
 * @example checkField({ field, collection, stored: undefined, collectionType }) // { name: { code: 'validation_required', … } }
 */
export function checkField(context: SettingsContext): ProblemTree | undefined {
  const { field } = context
  return problemsOf({
    ...fieldTypes.get(field.type)?.checkOptions(field.options, context),
    ...problemsOf({ id: checkId(field.id), name: checkName(field.name), help: checkHelp(field.help) }),
  })
}

// What the platform itself puts beside the fields of a record, or means by these words in a rule.
const takenNames = new Set(['null', 'true', 'false', '_rowid_', 'collectionId', 'collectionName', 'expand'])

function checkId(id: string): Problem | undefined {
  return id === '' ? required : checkLength(id, 1, 100)
}

function checkName(name: string): Problem | undefined {
  if (name === '') return required
  const tooLong = checkLength(name, 1, 100)
  if (tooLong) return tooLong
  if (!/^\w+$/.test(name))
    return problem('validation_match_invalid', 'Use letters, digits and underscores only.')
  if (takenNames.has(name))
    return problem('validation_not_in_invalid', 'This name has a meaning of its own; use another.')
  if (!/_via_/i.test(name)) return undefined
  return problem(
    'validation_found_via',
    'Names cannot contain "_via_": it joins the parts of back-relations.',
  )
}

function checkHelp(help: string): Problem | undefined {
  return checkLength(help, 0, 300)
}

/** Lengths of settings are counted in bytes. */
function checkLength(text: string, min: number, max: number): Problem | undefined {
  if (Buffer.byteLength(text) <= max) return undefined
  return problem('validation_length_out_of_range', `Use at most ${max} characters.`, { min, max })
}

function lacks(type: AnyFieldType, setting: 'help' | 'required'): boolean {
  return type.lacks?.includes(setting) ?? false
}
