/** A JSON object: neither null nor a list. */
export type JsonObject = Readonly<Record<string, unknown>>

/** Is this a JSON object? */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * The JSON value of a text that may be none: then `undefined`, which no JSON stands for. For texts of others, where
 * "this is no JSON" is an answer like any other; what we wrote ourselves is parsed without this net.
 *
 * @example jsonOf('{"a":') // undefined
 */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
