import { refName, type Schema } from './api-document.ts'

/** The type of a value in a few letters: `text`-like JSON words, `Dish[]`, `"a" | "b"`. */
export function typeWords(schema: Schema): string {
  const name = refName(schema)
  if (name !== undefined) return name
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  if (schema.anyOf) return schema.anyOf.map(typeWords).join(' | ')
  if (schema.allOf) return schema.allOf.map(typeWords).join(' & ')
  if (schema.items) return `${bracketed(typeWords(schema.items))}[]`
  const { type, format } = schema
  if (type === undefined) return 'any'
  const word = typeof type === 'string' ? type : type.join(' | ')
  return format === 'binary' ? 'file' : word
}

function bracketed(words: string): string {
  return words.includes(' ') ? `(${words})` : words
}
