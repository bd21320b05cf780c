import { apiError } from '../base/error.ts'
import { parseJsonBody } from './body-json.ts'

/** The texts of a form, as they come in. */
export interface FormValues {
  /** One text; a key may come again. */
  add(key: string, text: string): void
  /** What it all comes to. Errors: `body_malformed` 400 for an `@jsonPayload` that is no object. */
  toObject(): Record<string, unknown>
}

const PAYLOAD = '@jsonPayload'

/**
 * Gather the texts of a form into an object (contract data.md §1.6): a key that comes once is one value, and one
 * that comes again a list; texts that read as booleans or numbers become such when `coerce` says so; the objects
 * under `@jsonPayload` are laid over the rest, the last one on top.
 *
 * @example formValues(true).add('price', '18000') // { price: 18000 }
 */
export function formValues(coerce: boolean): FormValues {
  const texts = new Map<string, string[]>()
  const payloads: string[] = []
  const toValue = coerce ? coerceText : (text: string): unknown => text
  return {
    add(key, text) {
      if (key === PAYLOAD) return void payloads.push(text)
      const known = texts.get(key)
      if (known) known.push(text)
      else texts.set(key, [text])
    },
    toObject() {
      const values: Record<string, unknown> = Object.create(null)
      for (const [key, all] of texts) {
        const items = all.map(toValue)
        values[key] = items.length === 1 ? items[0] : items
      }
      for (const payload of payloads)
        for (const [key, value] of Object.entries(parsePayload(payload))) values[key] = value
      return values
    },
  }
}

function parsePayload(text: string): object {
  const value = parseJsonBody(text)
  if (value === null) return {}
  if (typeof value === 'object' && !Array.isArray(value)) return value
  throw apiError('body_malformed', { why: `"${PAYLOAD}" has to be a JSON object` })
}

/**
 * A text of a form as the value that it looks like: a boolean, a number that is written in the shortest way, or
 * the text itself.
 *
 * @example coerceText('-3.4') // -3.4
 * @example coerceText('007') // '007'
 */
export function coerceText(text: string): unknown {
  if (text === 'true') return true
  if (text === 'false') return false
  if (!/^[-\d][-.\d]*$/.test(text)) return text
  const value = Number(text)
  return toPlainDecimal(value) === text ? value : text
}

/** The shortest digits that are this number again, never with an exponent. */
function toPlainDecimal(value: number): string {
  const text = String(value)
  const parts = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text)
  if (!parts) return text
  const [, sign = '', first = '', rest = '', exponent] = parts
  const digits = first + rest
  const places = Number(exponent)
  return places < 0
    ? `${sign}0.${'0'.repeat(-places - 1)}${digits}`
    : `${sign}${digits.padEnd(places + 1, '0')}`
}
