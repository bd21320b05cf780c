import { TokenError, type Token } from './sql-tokens.ts'

/** Pure functions that SQLite allows in an index, and that cannot reach anything but their arguments. */
const functions = new Set([
  'abs',
  'coalesce',
  'date',
  'datetime',
  'hex',
  'ifnull',
  'iif',
  'instr',
  'json_array_length',
  'json_extract',
  'json_type',
  'json_valid',
  'julianday',
  'length',
  'lower',
  'ltrim',
  'max',
  'min',
  'nullif',
  'replace',
  'round',
  'rtrim',
  'sign',
  'strftime',
  'substr',
  'substring',
  'time',
  'trim',
  'typeof',
  'unicode',
  'unixepoch',
  'upper',
])

const keywords = new Set([
  'and',
  'as',
  'asc',
  'between',
  'binary',
  'case',
  'cast',
  'collate',
  'desc',
  'else',
  'end',
  'escape',
  'false',
  'glob',
  'in',
  'integer',
  'is',
  'isnull',
  'like',
  'nocase',
  'not',
  'notnull',
  'null',
  'numeric',
  'or',
  'real',
  'text',
  'then',
  'true',
  'when',
])

/** Columns by their lower-case names: a word that is none of them and no keyword is refused. */
export type ColumnNames = ReadonlyMap<string, string>

/**
 * Which of the words of an expression are columns, and is there nothing else in it that reaches further?
 * Throws `TokenError` with the reason otherwise. Names become the columns' own spelling.
 *
 * @example resolveExpression(tokenize('lower(Title)'), new Map([['title', 'title']]))
 */
export function resolveExpression(tokens: readonly Token[], columns: ColumnNames): Token[] {
  if (tokens.some((token) => token.kind === 'sign' && token.value === '.')) {
    throw new TokenError('only columns of the collection can be named')
  }
  let depth = 0
  const resolved = tokens.map((token, i) => {
    if (token.value === '(' && token.kind === 'sign') depth++
    if (token.value === ')' && token.kind === 'sign') depth--
    if (depth < 0) throw new TokenError('a bracket is closed that was not opened')
    if (token.kind === 'name') return resolveName(token, columns)
    return token.kind === 'word' ? resolveWord(token, tokens[i + 1], columns) : token
  })
  if (depth !== 0) throw new TokenError('a bracket is not closed')
  return resolved
}

// SQLite reads "" as an empty text where no column fits, and clients count on it in conditions.
function resolveName(token: Token, columns: ColumnNames): Token {
  if (token.value === '') return { kind: 'text', value: '' }
  return { kind: 'name', value: columnNamed(token.value, columns) }
}

function resolveWord(token: Token, next: Token | undefined, columns: ColumnNames): Token {
  const word = token.value.toLowerCase()
  const isCall = next?.kind === 'sign' && next.value === '('
  if (isCall && functions.has(word)) return { kind: 'word', value: word }
  if (keywords.has(word) && !columns.has(word)) return { kind: 'word', value: word.toUpperCase() }
  if (isCall && keywords.has(word)) return { kind: 'word', value: word.toUpperCase() }
  if (isCall) throw new TokenError(`the function "${token.value}" cannot be used in an index`)
  return { kind: 'name', value: columnNamed(token.value, columns) }
}

function columnNamed(name: string, columns: ColumnNames): string {
  const column = columns.get(name.toLowerCase())
  if (column === undefined) throw new TokenError(`there is no field "${name}"`)
  return column
}

/**
 * Write tokens as SQL with names in the given quote: the backtick of the wire or the double quote of every database.
 *
 * @example printExpression(tokenize("a != ''"), '`') // "`a` != ''"
 */
export function printExpression(tokens: readonly Token[], quote: '`' | '"'): string {
  let text = ''
  tokens.forEach((token, i) => {
    const before = tokens[i - 1]
    if (before && isSpaced(before, token)) text += ' '
    text += printToken(token, quote)
  })
  return text
}

/** A name in quotes. */
export function quoteName(name: string, quote: '`' | '"'): string {
  return quote + name.replaceAll(quote, quote + quote) + quote
}

function printToken(token: Token, quote: '`' | '"'): string {
  if (token.kind === 'name') return quoteName(token.value, quote)
  if (token.kind === 'text') return `'${token.value.replaceAll("'", "''")}'`
  return token.value
}

function isSpaced(before: Token, token: Token): boolean {
  if (token.kind === 'sign' && (token.value === ')' || token.value === ',' || token.value === '.'))
    return false
  if (before.kind === 'sign' && (before.value === '(' || before.value === '.')) return false
  const opens = token.kind === 'sign' && token.value === '('
  return !(opens && before.kind === 'word' && functions.has(before.value))
}
