/** Does the server mean "nothing here" by this value? `false` and 0 are values. */
export function isEmptyValue(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true
  return Array.isArray(value) && value.length === 0
}

/** Any value as one text. Whatever is no text is shown as JSON: nothing is hidden. */
export function toText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}

/** Fields with one or several values, as several. */
export function toTexts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(toText) : [toText(value)]
}

/** The longest text that a cell gets: a megabyte of JSON must not go into a line of 200 pixels. */
const CELL_LENGTH = 240

/** The head of a long text, on one line. */
export function toLine(text: string): string {
  return text.slice(0, CELL_LENGTH).replace(/\s+/g, ' ')
}
