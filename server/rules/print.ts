import type { Expression, Term } from './ast.ts'

/**
 * An expression as a text that parses to the same tree, with parentheses around every group.
 *
 * @example printRule(parseRule('a = 1 || b = 2 && c = 3')) // '(a = 1 || (b = 2 && c = 3))'
 */
export function printRule(expression: Expression): string {
  if (expression.kind === 'compare') {
    const { left, isAny, sign, right } = expression
    return `${printTerm(left)} ${isAny ? '?' : ''}${sign} ${printTerm(right)}`
  }
  return `(${expression.parts.map(printRule).join(expression.kind === 'all' ? ' && ' : ' || ')})`
}

/** One side of a comparison. */
export function printTerm(term: Term): string {
  if (term.kind === 'text') return `"${term.value.replaceAll('"', String.raw`\"`)}"`
  if (term.kind === 'call') return `${term.name}(${term.args.map(printTerm).join(', ')})`
  return term.kind === 'name' ? term.name : plain(term.value)
}

/** The language has no exponents. */
function plain(value: number): string {
  const text = String(value)
  if (!text.includes('e')) return text
  return Number.isInteger(value) ? BigInt(value).toString() : value.toFixed(20)
}
