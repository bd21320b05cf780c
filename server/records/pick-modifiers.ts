import { apiError } from '../base/error.ts'
import { excerpt } from './pick-excerpt.ts'
import { splitList } from './pick-split.ts'

/** Makes what a modifier does to a value; undefined for arguments that make no sense. */
type Modifier = (args: readonly string[]) => ((value: unknown) => unknown) | undefined

/** All modifiers of `fields`, by name. */
const modifiers: ReadonlyMap<string, Modifier> = new Map([['excerpt', excerptModifier]])

const TRUE = new Set(['1', 't', 'T', 'TRUE', 'true', 'True'])

/**
 * Read what stands behind the colon of an item.
 *
 * Errors: `fields_broken` 400 for a name that does not exist or arguments that make no sense.
 *
 * @example parseModifier('excerpt(80, true)')
 */
export function parseModifier(text: string): (value: unknown) => unknown {
  const [, name = '', inside] = /^\s*(\w+)\s*(?:\((.*)\)\s*)?$/s.exec(text) ?? []
  const args = inside === undefined || inside.trim() === '' ? [] : splitList(inside)
  const modify = args && modifiers.get(name)?.(args.map(withoutQuotes))
  if (!modify)
    throw apiError('fields_broken', {
      why: `there is no modifier :${text.slice(0, 60)}; there is :excerpt(max, withEllipsis)`,
    })
  return modify
}

function withoutQuotes(text: string): string {
  return /^(["'`]).*\1$/s.test(text) ? text.slice(1, -1) : text
}

/** `excerpt(max[, withEllipsis])`: `max` is a whole number above zero, the second true or anything else. */
function excerptModifier([max = '', withEllipsis = '', ...more]: readonly string[]): ReturnType<Modifier> {
  if (!/^\d{1,9}$/.test(max) || Number(max) === 0 || more.length > 0) return undefined
  const options = { max: Number(max), withEllipsis: TRUE.has(withEllipsis) }
  return (value) => (typeof value === 'string' ? excerpt(value, options) : value)
}
