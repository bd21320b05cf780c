import type { Cell } from '../storage/dialect.ts'
import type { RuleContext } from './scope.ts'

/** A value of the request as a parameter: numbers and texts as they are, the rest as contract data.md §5.4 says. */
export function toCell(value: unknown): Cell {
  if (value === null || value === undefined) return null
  // A lone surrogate cannot be stored; both faces of the language must see what the database would.
  if (typeof value === 'string') return value.toWellFormed()
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'number') return value
  return toJson(value)
}

/** Compact JSON, or null for what has none. */
export function toJson(value: unknown): string | null {
  const text: unknown = JSON.stringify(value)
  return typeof text === 'string' ? text.toWellFormed() : null
}

/** A value of the body by its path; own keys only, and places of arrays by their number. */
export function bodyAt(body: RuleContext['body'], path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => (hasKey(value, key) ? value[key] : undefined), body)
}

export function isInBody(body: RuleContext['body'], path: readonly string[]): boolean {
  const holder = bodyAt(body, path.slice(0, -1))
  return hasKey(holder, path.at(-1) ?? '')
}

function hasKey(value: unknown, key: string): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
}

/** A query parameter or a header; undefined when it was not sent. */
export function textAt(texts: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(texts, name) ? texts[name] : undefined
}

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/

/** What is compared with a number field and reads as a number is one. */
export function asNumber(cell: Cell): Cell {
  if (typeof cell !== 'string' || !decimal.test(cell)) return cell
  const number = Number(cell)
  return Number.isFinite(number) ? number : cell
}

/** What was submitted for a select, relation or file, as a list. */
export function submittedItems(value: unknown): readonly string[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value]
  return items
    .map((item) => toCell(item))
    .filter((cell) => cell !== null && cell !== '')
    .map(String)
}
