import { problem, type Problem } from '../base/problem.ts'
import type { Cell } from '../storage/dialect.ts'
import type { FieldType } from './field-type.ts'
import { deepestJson, isTooDeep } from './json-depth.ts'
import { countOption } from './options.ts'
import { badSize, problemsOf } from './setting-checks.ts'

export interface JsonOptions {
  readonly maxSize: number
}

const defaultMaxSize = 1024 * 1024

function maxSizeOf(options: JsonOptions): number {
  return options.maxSize || defaultMaxSize
}

/** Stands for what a client sent that cannot be kept as JSON; `check` refuses it. */
class NoJson {
  readonly why: string

  constructor(why: string) {
    this.why = why
  }
}

/**
 * Any JSON (contract data.md §3.13); null is SQL NULL. A text is read as JSON where it looks like it, so that normalising
 * a value twice is not the same as once: `"\"123\""` is the text `123`, which is then the number 123.
 */
export const json: FieldType<JsonOptions, unknown> = {
  name: 'json',
  options: { maxSize: countOption('Most bytes') },
  kind: () => 'json',
  column: () => 'json',
  empty: () => null,
  isEmpty,
  normalise: (input) => keepJson(typeof input === 'string' ? readText(input) : input),
  check: checkJson,
  checkOptions: (options) => problemsOf({ maxSize: badSize(options.maxSize) }),
  toCell: (value) => (isNothing(value) ? null : JSON.stringify(value)),
  fromCell,
  output: 'json',
  typescript: () => 'unknown',
  bodyBudget: maxSizeOf,
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined || value instanceof NoJson
}

function isEmpty(value: unknown): boolean {
  if (value instanceof NoJson) return false
  if (typeof value !== 'object' || value === null)
    return value === null || value === undefined || value === ''
  return Array.isArray(value) ? value.length === 0 : Object.keys(value).length === 0
}

const looksLikeJson = /^(?:[0-9"[{-]|(?:null|true|false)$)/

function readText(text: string): unknown {
  if (!looksLikeJson.test(text)) return text
  return isTooDeep(text) ? tooDeep : parseOr(text, text)
}

/** Old databases hold texts that are no JSON: they count as texts (contract data.md §7.6). */
function fromCell(cell: Cell): unknown {
  if (typeof cell !== 'string') return cell
  return isTooDeep(cell) ? cell : parseOr(cell, cell)
}

function parseOr(text: string, fallback: unknown): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // A text that is no JSON is a value of its own, not a mistake.
    return fallback
  }
}

const tooDeep = new NoJson(`it nests deeper than ${deepestJson} levels`)

function keepJson(value: unknown): unknown {
  if (value instanceof NoJson) return value
  const why = faultOf(value, 0)
  return why === undefined ? (value ?? null) : new NoJson(why)
}

/** Why a value is not JSON: only hooks, numbers out of range and deep nesting make such values. */
function faultOf(value: unknown, depth: number): string | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : 'it has a number out of range'
  if (typeof value === 'bigint' || typeof value === 'function' || typeof value === 'symbol') {
    return `it has a ${typeof value}`
  }
  if (typeof value !== 'object' || value === null) return undefined
  if (depth >= deepestJson) return tooDeep.why
  if (!Array.isArray(value) && !isPlain(value)) return 'it has an object that is not plain'
  for (const part of Object.values(value)) {
    const why = faultOf(part, depth + 1)
    if (why !== undefined) return why
  }
  return undefined
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function checkJson(value: unknown, options: JsonOptions): Problem | undefined {
  if (value instanceof NoJson)
    return problem('validation_invalid_json', `This cannot be kept as JSON: ${value.why}.`)
  const maxSize = maxSizeOf(options)
  if (isNothing(value)) return undefined
  if (Buffer.byteLength(JSON.stringify(value)) <= maxSize) return undefined
  return problem('validation_json_size_limit', `Use at most ${maxSize} bytes.`, { maxSize })
}
