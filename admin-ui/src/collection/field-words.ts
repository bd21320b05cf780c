import type { Messages } from '../messages/en.ts'

/** What a setting of a field is called: in the chosen language, else as the server calls it. */
export function optionWords(key: string, label: string, { collection }: Messages): string {
  const words: Readonly<Record<string, string>> = collection.options
  return (Object.hasOwn(words, key) ? words[key] : undefined) ?? label
}

/** What a type of field is called, and what it is for. */
export function typeWords(type: string, { collection }: Messages): { name: string; lead: string } {
  const words: Readonly<Record<string, readonly string[]>> = collection.fieldTypes
  const [name = type, lead = ''] = (Object.hasOwn(words, type) ? words[type] : undefined) ?? []
  return { name, lead }
}
