import { parseRule } from './1-parse.ts'
import type { Comparison, Expression, Name, Term } from './ast.ts'
import { toPath } from './bind-path.ts'
import { kindOfTerm, hasSeveral } from './sentence-kind.ts'
import { subjectOf } from './sentence-subject.ts'
import { english, type Comparing, type SentenceWords } from './sentence-words.ts'
import type { Telling } from './telling.ts'

/**
 * A rule as a plain sentence, for people who do not read the language. The rule has to be sound: bind it first.
 *
 * Errors: `RuleError` for a text that cannot be parsed.
 *
 * @example sentenceOf('owner = @request.auth.id', { scope, collection }) // 'When owner is the requester.'
 */
export function sentenceOf(
  rule: string | null,
  { words = english, ...rest }: Omit<Telling, 'words'> & { readonly words?: SentenceWords },
): string {
  if (rule === null) return words.closed
  if (rule.trim() === '') return words.open
  return words.when(tell({ ...rest, words }, parseRule(rule), false))
}

function tell(telling: Telling, expression: Expression, isInner: boolean): string {
  if (expression.kind === 'compare') return tellComparison(telling, expression)
  const parts = expression.parts.map((part) => tell(telling, part, true))
  return telling.words[expression.kind](parts, isInner)
}

/** The forms that people write again and again have words of their own; the rest is read as it stands. */
function tellComparison(telling: Telling, comparison: Comparison): string {
  const turned: Comparison = { ...comparison, left: comparison.right, right: comparison.left }
  return (
    tellKnown(telling, comparison) ??
    (isSymmetric(comparison) ? tellKnown(telling, turned) : undefined) ??
    tellPlain(telling, comparison)
  )
}

function isSymmetric({ sign }: Comparison): boolean {
  return sign === '=' || sign === '!='
}

/** A comparison whose right side makes it one of the well-known forms. */
function tellKnown(telling: Telling, { sign, left, right, isAny }: Comparison): string | undefined {
  if ((sign !== '=' && sign !== '!=') || left.kind !== 'name') return undefined
  const isSo = sign === '='
  const { words } = telling
  if (isNothing(right) && left.name === '@request.auth.id') return words.signedIn(!isSo)
  if (left.name === '@request.auth.collectionName' && right.kind === 'text')
    return words.memberOf(right.value, isSo)
  const flag = tellFlag(telling, left, right, isSo)
  if (flag !== undefined) return flag
  const subject = (): string => quantified(telling, left, isAny)
  if (isNothing(right)) return words.isEmpty(subject(), isSo)
  if (right.kind !== 'name' || right.name !== '@request.auth.id') return undefined
  return left.name === 'id' ? words.ownRecord(isSo) : words.isRequester(subject(), isSo)
}

/** `:isset` and `:changed` answer yes or no, which people write as true, 1, or the opposite. */
function tellFlag({ words }: Telling, left: Name, right: Term, isSo: boolean): string | undefined {
  const path = toPath(left.name, left)
  if (path.modifier !== 'isset' && path.modifier !== 'changed') return undefined
  const yes = isYes(right)
  if (yes === undefined) return undefined
  const [, , ...field] = path.segments
  const what = field.join('.')
  if (path.modifier === 'changed') return words.isChanged(what, yes === isSo)
  const kinds: Readonly<Record<string, (name: string) => string>> = {
    query: words.queryParameter,
    headers: words.header,
  }
  return words.isSent((kinds[path.segments[1] ?? ''] ?? ((name) => name))(what), yes === isSo)
}

function isYes(term: Term): boolean | undefined {
  if (term.kind === 'number') return term.value === 1 ? true : term.value === 0 ? false : undefined
  if (term.kind !== 'name') return undefined
  const name = term.name.toLowerCase()
  return name === 'true' ? true : name === 'false' ? false : undefined
}

function isNothing(term: Term): boolean {
  return term.kind === 'text' ? term.value === '' : term.kind === 'name' && term.name.toLowerCase() === 'null'
}

function tellPlain(telling: Telling, { sign, isAny, left, right }: Comparison): string {
  const comparing = comparingOf(telling, left, right)
  const [subject, object] = [quantified(telling, left, isAny), subjectOf(telling, right)]
  return telling.words.compare(subject, sign, object, comparing)
}

/** Says of a value that may be several whether all of them count or one is enough. */
function quantified(telling: Telling, term: Term, isAny: boolean): string {
  const subject = subjectOf(telling, term)
  if (!hasSeveral(telling, term)) return subject
  return isAny ? telling.words.some(subject) : telling.words.every(subject)
}

function comparingOf(telling: Telling, left: Term, right: Term): Comparing {
  const kinds = [kindOfTerm(telling, left), kindOfTerm(telling, right)]
  if (kinds.includes('time')) return 'time'
  return kinds.includes('number') ? 'number' : 'value'
}
