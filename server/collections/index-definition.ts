import { printExpression, quoteName, resolveExpression, type ColumnNames } from './index-expression.ts'
import { tokenize, TokenError, type Token } from './sql-tokens.ts'

/** One column of an index: a field, or an expression over fields. */
export interface IndexColumn {
  readonly tokens: readonly Token[]
  /** The field's name where the column is nothing but a field. */
  readonly field?: string
  readonly collation?: 'BINARY' | 'NOCASE' | 'RTRIM'
  readonly sort?: 'ASC' | 'DESC'
}

/** What a `CREATE INDEX` statement says, without the table: that is always the collection's. */
export interface IndexDefinition {
  readonly name: string
  readonly isUnique: boolean
  readonly ifNotExists: boolean
  readonly columns: readonly IndexColumn[]
  /** The condition of a partial index. */
  readonly where?: readonly Token[]
}

const collations = ['BINARY', 'NOCASE', 'RTRIM'] as const

/**
 * Read a `CREATE [UNIQUE] INDEX` statement (contract data.md §2.6). Nothing of the text is ever run: what is
 * run is written anew from the definition. Throws `TokenError` with the reason when it is anything else.
 *
 * @example parseIndex('create unique index a on t (title collate nocase)').columns[0]?.field // 'title'
 */
export function parseIndex(text: string): IndexDefinition {
  const tokens = tokenize(text)
  const reader = { tokens, at: 0 }
  expectWord(reader, 'CREATE')
  const isUnique = takeWord(reader, 'UNIQUE')
  expectWord(reader, 'INDEX')
  const ifNotExists = takeWord(reader, 'IF')
  if (ifNotExists) {
    expectWord(reader, 'NOT')
    expectWord(reader, 'EXISTS')
  }
  const name = readIndexName(reader)
  expectWord(reader, 'ON')
  takeTable(reader)
  const columns = splitColumns(takeBrackets(reader)).map(readColumn)
  const where = takeWord(reader, 'WHERE') ? tokens.slice(reader.at) : undefined
  if (where?.length === 0) throw new TokenError('WHERE needs a condition')
  if (!where && reader.at < tokens.length) throw new TokenError('there is more behind the columns than WHERE')
  return { name, isUnique, ifNotExists, columns, ...(where && { where }) }
}

/** The same index with its columns looked up among the fields of its collection; throws `TokenError` for others. */
export function resolveIndex(index: IndexDefinition, columns: ColumnNames): IndexDefinition {
  const where = index.where && resolveExpression(index.where, columns)
  return {
    ...index,
    columns: index.columns.map((column) => resolveColumn(column, columns)),
    ...(where && { where }),
  }
}

/** The statement as the wire and `_collections` have it: names in backticks, several columns one a line. */
export function printIndex(index: IndexDefinition, table: string): string {
  const columns = index.columns.map((column) => printColumn(column, '`'))
  const list = columns.length === 1 ? `(${columns.join('')})` : `(\n  ${columns.join(',\n  ')}\n)`
  const head = `CREATE ${index.isUnique ? 'UNIQUE ' : ''}INDEX ${index.ifNotExists ? 'IF NOT EXISTS ' : ''}`
  const tail = index.where ? ` WHERE ${printExpression(index.where, '`')}` : ''
  return `${head}${quoteName(index.name, '`')} ON ${quoteName(table, '`')} ${list}${tail}`
}

/** The statement as it is run: without IF NOT EXISTS, since a name that is taken has to fail. */
export function indexSql(index: IndexDefinition, table: string): string {
  const columns = index.columns.map((column) => printColumn(column, '"')).join(', ')
  const where = index.where ? ` WHERE ${printExpression(index.where, '"')}` : ''
  const head = `CREATE ${index.isUnique ? 'UNIQUE ' : ''}INDEX ${quoteName(index.name, '"')}`
  return `${head} ON ${quoteName(table, '"')} (${columns})${where}`
}

interface TokenReader {
  readonly tokens: readonly Token[]
  at: number
}

function takeWord(reader: TokenReader, word: string): boolean {
  const token = reader.tokens[reader.at]
  const isIt = token?.kind === 'word' && token.value.toUpperCase() === word
  if (isIt) reader.at++
  return isIt
}

function expectWord(reader: TokenReader, word: string): void {
  if (!takeWord(reader, word)) throw new TokenError(`${word} is missing`)
}

function takeSign(reader: TokenReader, sign: string): boolean {
  const token = reader.tokens[reader.at]
  const isIt = token?.kind === 'sign' && token.value === sign
  if (isIt) reader.at++
  return isIt
}

function expectName(reader: TokenReader, what: string): string {
  const token = reader.tokens[reader.at]
  if (!token || token.kind === 'sign' || token.kind === 'number' || token.value === '') {
    throw new TokenError(`${what} is missing`)
  }
  reader.at++
  return token.value
}

// Any table will do, since it is the collection's in the end; scaffolds have an empty one.
function takeTable(reader: TokenReader): void {
  const token = reader.tokens[reader.at]
  if (token?.kind === 'name' && token.value === '') reader.at++
  else expectName(reader, 'the name of the table')
}

// A schema in front of the name is read over: there is one schema only.
function readIndexName(reader: TokenReader): string {
  const name = expectName(reader, 'the name of the index')
  return takeSign(reader, '.') ? expectName(reader, 'the name of the index') : name
}

function takeBrackets(reader: TokenReader): readonly Token[] {
  if (!takeSign(reader, '(')) throw new TokenError('the columns are missing')
  const start = reader.at
  let depth = 1
  for (; reader.at < reader.tokens.length; reader.at++) {
    const token = reader.tokens[reader.at]
    if (token?.kind !== 'sign') continue
    if (token.value === '(') depth++
    if (token.value === ')' && --depth === 0) return reader.tokens.slice(start, reader.at++)
  }
  throw new TokenError('a bracket is not closed')
}

function splitColumns(tokens: readonly Token[]): Token[][] {
  const columns: Token[][] = [[]]
  let depth = 0
  for (const token of tokens) {
    if (token.kind === 'sign' && token.value === '(') depth++
    if (token.kind === 'sign' && token.value === ')') depth--
    if (token.kind === 'sign' && token.value === ',' && depth === 0) columns.push([])
    else columns.at(-1)?.push(token)
  }
  return columns
}

function readColumn(all: readonly Token[]): IndexColumn {
  let tokens = all
  const sort = (['ASC', 'DESC'] as const).find((word) => endsInWord(tokens, word))
  if (sort) tokens = tokens.slice(0, -1)
  const collation = readCollation(tokens)
  if (collation) tokens = tokens.slice(0, -2)
  const [first] = tokens
  if (!first) throw new TokenError('a column is missing')
  const isField = tokens.length === 1 && first.kind !== 'sign' && first.kind !== 'number'
  return {
    tokens,
    ...(isField && { field: first.value }),
    ...(collation && { collation }),
    ...(sort && { sort }),
  }
}

function endsInWord(tokens: readonly Token[], word: string): boolean {
  const last = tokens.at(-1)
  return tokens.length > 1 && last?.kind === 'word' && last.value.toUpperCase() === word
}

function readCollation(tokens: readonly Token[]): IndexColumn['collation'] {
  const [before, last] = [tokens.at(-2), tokens.at(-1)]
  if (tokens.length < 3 || before?.kind !== 'word' || before.value.toUpperCase() !== 'COLLATE')
    return undefined
  const collation = collations.find((name) => name === last?.value.toUpperCase())
  if (!collation) throw new TokenError(`the collation "${last?.value ?? ''}" is not known`)
  return collation
}

function resolveColumn(column: IndexColumn, columns: ColumnNames): IndexColumn {
  if (column.field === undefined) return { ...column, tokens: resolveExpression(column.tokens, columns) }
  const field = columns.get(column.field.toLowerCase())
  if (field === undefined) throw new TokenError(`there is no field "${column.field}"`)
  return { ...column, field, tokens: [{ kind: 'name', value: field }] }
}

function printColumn(column: IndexColumn, quote: '`' | '"'): string {
  const isBare = column.field !== undefined || quote === '`'
  const text = printExpression(column.tokens, quote)
  const collation = column.collation ? ` COLLATE ${column.collation}` : ''
  return `${isBare ? text : `(${text})`}${collation}${column.sort ? ` ${column.sort}` : ''}`
}
