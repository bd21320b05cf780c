import { printExpression, quoteName } from './index-expression.ts'
import { tokenize, TokenError, type Token } from './sql-tokens.ts'

/** One column that a view answers. */
export interface ViewColumn {
  readonly alias: string
  readonly tokens: readonly Token[]
  /** `table` (as the query calls it) and `column`, where the column is nothing but a reference. */
  readonly reference?: { readonly table: string | undefined; readonly column: string }
}

/** A table of the FROM clause: the name that the query uses for it, and what it is; undefined for a sub-select. */
export interface ViewSource {
  readonly alias: string
  readonly table: string | undefined
}

/** The query of a view collection, as far as we have to understand it. */
export interface ViewQuery {
  /** Written anew from its tokens: one SELECT, WITH or bracketed UNION, and nothing behind it. */
  readonly sql: string
  readonly columns: readonly ViewColumn[]
  readonly sources: readonly ViewSource[]
}

/** Tables and functions that show or change the database itself (reliability.md, finding 6). */
const forbidden = /^(?:pragma_\w*|sqlite_\w*|_dapur_\w*|dbstat|load_extension|fts3_tokenizer)$/i

/** Words that are values, though they look like the name of a column. */
const constants = /^(?:null|true|false|current_(?:date|time|timestamp))$/i

const ends = new Set(['WHERE', 'GROUP', 'HAVING', 'ORDER', 'LIMIT', 'WINDOW', 'UNION', 'INTERSECT', 'EXCEPT'])
const joins = new Set(['JOIN', 'ON', 'USING', 'LEFT', 'RIGHT', 'FULL', 'INNER', 'CROSS', 'NATURAL', 'OUTER'])
const noAliases = new Set(['END', 'NULL', 'TRUE', 'FALSE', 'ISNULL', 'NOTNULL', 'BINARY', 'NOCASE', 'RTRIM'])

/**
 * Read the SELECT of a view (contract data.md §2.8). Nothing of the client's text is run, only what is written
 * anew from its tokens. Throws `TokenError` with the reason for several statements, for anything that is no query,
 * for `*` among the columns and for what reaches into the database itself.
 *
 * @example parseViewQuery('select id, title from posts').columns[1]?.alias // 'title'
 */
export function parseViewQuery(text: string): ViewQuery {
  const tokens = tokenize(withoutComments(trimQuery(text)))
  checkTokens(tokens)
  const select = mainSelect(tokens)
  const from = findWord(select.tokens, (word) => word === 'FROM' || ends.has(word))
  const columns = splitTop(select.tokens.slice(0, from)).map(readColumn)
  const hasFrom = isWord(select.tokens[from], 'FROM')
  const rest = hasFrom ? select.tokens.slice(from + 1) : []
  const sources = readSources(
    rest.slice(
      0,
      findWord(rest, (word) => ends.has(word)),
    ),
    select.withNames,
  )
  return { sql: printExpression(tokens, '"'), columns, sources }
}

/** The text as it is kept: without spaces and semicolons around it. */
export function trimQuery(text: string): string {
  return text.replace(/^[\s;]+/, '').replace(/[\s;]+$/, '')
}

/** The statement behind a view: its columns by name, ids as text. */
export function viewSelect(query: ViewQuery): string {
  if (hasTextId(query)) return `SELECT * FROM (${query.sql})`
  const columns = query.columns.map(({ alias }) =>
    alias === 'id' ? 'CAST("id" AS TEXT) AS "id"' : quoteName(alias, '"'),
  )
  return `SELECT ${columns.join(', ')} FROM (${query.sql})`
}

/** Does the view answer ids that are text already? Others are cast. */
function hasTextId(query: ViewQuery): boolean {
  const reference = query.columns.find((column) => column.alias === 'id')?.reference
  if (reference?.column.toLowerCase() !== 'id') return false
  return sourceOf(query, reference.table)?.table !== undefined
}

/** The source that a reference means; the first one where it names none. */
export function sourceOf(query: ViewQuery, table: string | undefined): ViewSource | undefined {
  if (table === undefined) return query.sources[0]
  return query.sources.find((source) => source.alias.toLowerCase() === table.toLowerCase())
}

// Outside of quotes only; a comment ends a word.
function withoutComments(text: string): string {
  const pattern = /('(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\])|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g
  return text.replace(pattern, (_, quoted?: string) => quoted ?? ' ')
}

function checkTokens(tokens: readonly Token[]): void {
  const [first] = tokens
  const isQuery = isWord(first, 'SELECT') || isWord(first, 'WITH') || isSign(first, '(')
  if (!isQuery) throw new TokenError('a view is one SELECT')
  let depth = 0
  tokens.forEach((token, i) => {
    if (isSign(token, '(')) depth++
    if (isSign(token, ')')) depth--
    if (depth < 0) throw new TokenError('a bracket is closed that was not opened')
    const isNamed = token.kind === 'word' || token.kind === 'name' || canBeTable(token, tokens[i - 1])
    if (isNamed && forbidden.test(token.value))
      throw new TokenError(`"${token.value}" cannot be used in a view`)
  })
  if (depth !== 0) throw new TokenError('a bracket is not closed')
}

// Databases take a text for the name of a table where one has to stand.
function canBeTable(token: Token, before: Token | undefined): boolean {
  if (token.kind !== 'text') return false
  return before?.kind === 'sign' || isWord(before, 'FROM') || isWord(before, 'JOIN')
}

interface Select {
  /** Behind SELECT. */
  readonly tokens: readonly Token[]
  /** Names that WITH gives to queries: no tables. */
  readonly withNames: ReadonlySet<string>
}

function mainSelect(all: readonly Token[]): Select {
  let tokens = all
  while (isSign(tokens[0], '(')) tokens = tokens.slice(1, closingOf(tokens, 0))
  const start = findWord(tokens, (word) => word === 'SELECT')
  if (start === tokens.length) throw new TokenError('there is no SELECT')
  const names = topLevel(tokens.slice(0, start)).map(({ token }) => token.value.toLowerCase())
  const isModified = isWord(tokens[start + 1], 'DISTINCT') || isWord(tokens[start + 1], 'ALL')
  return { tokens: tokens.slice(start + (isModified ? 2 : 1)), withNames: new Set(names) }
}

function readColumn(tokens: readonly Token[]): ViewColumn {
  const last = tokens.at(-1)
  const before = tokens.at(-2)
  if (!last) throw new TokenError('a column is missing')
  if (isSign(last, '*') && (tokens.length === 1 || isSign(before, '.'))) {
    throw new TokenError('name the columns: * cannot be used')
  }
  if (isWord(before, 'AS') && last.kind !== 'sign') return makeColumn(tokens.slice(0, -2), last.value)
  if (before && canBeAlias(last) && endsTerm(before)) return makeColumn(tokens.slice(0, -1), last.value)
  return makeColumn(tokens, undefined)
}

function canBeAlias(token: Token): boolean {
  if (token.kind === 'name' || token.kind === 'text') return true
  return token.kind === 'word' && !noAliases.has(token.value.toUpperCase())
}

/** Could an alias follow? Behind a sign or one of these words something else does. */
function endsTerm(token: Token): boolean {
  if (token.kind === 'sign') return token.value === ')'
  return (
    token.kind !== 'word' ||
    !/^(?:and|or|not|is|in|like|glob|between|collate|distinct|from|escape)$/i.test(token.value)
  )
}

function makeColumn(tokens: readonly Token[], alias: string | undefined): ViewColumn {
  const reference = readReference(tokens)
  const name = alias ?? reference?.column ?? printExpression(tokens, '`')
  return { alias: name, tokens, ...(reference && { reference }) }
}

function readReference(tokens: readonly Token[]): ViewColumn['reference'] {
  const isPath =
    tokens.length % 2 === 1 &&
    tokens.every((token, i) =>
      i % 2 === 0 ? token.kind === 'word' || token.kind === 'name' : isSign(token, '.'),
    )
  const column = tokens.at(-1)
  if (tokens.length === 1 && column?.kind === 'word' && constants.test(column.value)) return undefined
  return isPath && column ? { table: tokens.at(-3)?.value, column: column.value } : undefined
}

function readSources(tokens: readonly Token[], withNames: ReadonlySet<string>): ViewSource[] {
  return splitSources(tokens).flatMap((item) => {
    const [first, second] = item
    if (!first) return []
    const isTable = first.kind !== 'sign' && !isSign(second, '(') && !withNames.has(first.value.toLowerCase())
    const path = isSign(second, '.') ? item.slice(2) : item
    const table = isTable ? path[0]?.value : undefined
    const alias = topLevel(path.slice(1)).find(({ token }) => token.kind !== 'sign' && !isWord(token, 'AS'))
    return [{ alias: alias?.token.value ?? table ?? first.value, table }]
  })
}

// A source ends at a comma or at the word that begins the next JOIN; what ON says is of no interest.
function splitSources(tokens: readonly Token[]): Token[][] {
  const sources: Token[][] = [[]]
  let depth = 0
  let isInSource = true
  for (const token of tokens) {
    if (isSign(token, '(')) depth++
    if (isSign(token, ')')) depth--
    const word = token.kind === 'word' && depth === 0 ? token.value.toUpperCase() : ''
    const begins = word === 'JOIN' || (depth === 0 && isSign(token, ','))
    if (begins) sources.push([])
    if (begins || joins.has(word)) isInSource = begins
    else if (isInSource) sources.at(-1)?.push(token)
  }
  return sources
}

function splitTop(tokens: readonly Token[]): Token[][] {
  const commas = topLevel(tokens).filter(({ token }) => isSign(token, ','))
  const edges = [-1, ...commas.map(({ at }) => at), tokens.length]
  return edges.slice(1).map((edge, i) => tokens.slice((edges[i] ?? -1) + 1, edge))
}

function findWord(tokens: readonly Token[], is: (word: string) => boolean): number {
  const found = topLevel(tokens).find(({ token }) => token.kind === 'word' && is(token.value.toUpperCase()))
  return found?.at ?? tokens.length
}

/** The tokens outside of all brackets. */
function topLevel(tokens: readonly Token[]): { readonly token: Token; readonly at: number }[] {
  let depth = 0
  return tokens.flatMap((token, at) => {
    if (isSign(token, ')')) depth--
    const isOutside = depth === 0 && !isSign(token, '(') && !isSign(token, ')')
    if (isSign(token, '(')) depth++
    return isOutside ? [{ token, at }] : []
  })
}

function closingOf(tokens: readonly Token[], start: number): number {
  let depth = 0
  for (let i = start; i < tokens.length; i++) {
    if (isSign(tokens[i], '(')) depth++
    if (isSign(tokens[i], ')') && --depth === 0) return i
  }
  return tokens.length
}

function isWord(token: Token | undefined, word: string): boolean {
  return token?.kind === 'word' && token.value.toUpperCase() === word
}

function isSign(token: Token | undefined, sign: string): boolean {
  return token?.kind === 'sign' && token.value === sign
}
