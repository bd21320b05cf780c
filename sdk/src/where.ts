import { filter } from './filter.ts'

/** Only these can stand in a filter; a key of untyped code could be anything. */
const OPERATORS = /^\??(?:=|!=|>|>=|<|<=|~|!~)$/
const NAME = /^@?[A-Za-z_][\w.:@]*$/

/** The text of a filter that is an object. Throws a `TypeError` for what could break out of it. */
export function toFilter(where: string | object): string {
  if (typeof where === 'string') return where
  const parts: string[] = []
  const asks: [string, unknown][] = Object.entries(where)
  for (const [name, asked] of asks) {
    if (asked === undefined) continue
    if (!NAME.test(name)) throw new TypeError(`"${name}" cannot be the name of a field.`)
    const isPlain = asked === null || typeof asked !== 'object' || asked instanceof Date
    const conditions: [string, unknown][] = isPlain ? [['=', asked]] : Object.entries(asked)
    for (const [operator, value] of conditions) {
      if (!OPERATORS.test(operator)) throw new TypeError(`"${operator}" is no operator of a filter.`)
      if (value !== undefined) parts.push(`${name} ${operator} ${filter`${value}`}`)
    }
  }
  return parts.join(' && ')
}
