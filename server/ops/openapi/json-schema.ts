/** A JSON Schema of draft 2020-12, which is what OpenAPI 3.1 takes. */
export type JsonSchema = Readonly<Record<string, unknown>>

/** Schemas that need no more words. A time is one of the contract, such as `2026-01-31 08:30:00.000Z`. */
export const plain: Readonly<Record<'text' | 'whole' | 'flag' | 'object' | 'time' | 'binary', JsonSchema>> = {
  text: { type: 'string' },
  whole: { type: 'integer' },
  flag: { type: 'boolean' },
  object: { type: 'object' },
  time: { type: 'string', description: 'A time such as 2026-01-31 08:30:00.000Z, or an empty text.' },
  binary: { type: 'string', format: 'binary' },
}

/** An object with these keys; those in `optional` may be missing. */
export function objectOf(
  properties: Readonly<Record<string, JsonSchema>>,
  optional: readonly string[] = [],
): JsonSchema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name))
  return { type: 'object', properties, ...(required.length > 0 && { required }) }
}

/** Any number of these. */
export function listOf(items: JsonSchema): JsonSchema {
  return { type: 'array', items }
}
