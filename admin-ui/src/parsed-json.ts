/**
 * What a text says as JSON; undefined where it is none, as while somebody is still typing it.
 *
 * @example parsedJson('[1') // undefined
 */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // That it is none is the answer.
    return undefined
  }
}
