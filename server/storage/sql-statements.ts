/** SQL that somebody typed, cut into its statements: SQLite's driver takes one at a time. */

/** What a semicolon may stand in without ending anything. An open quote or comment goes on to the end. */
const token =
  /'(?:[^']|'')*'?|"(?:[^"]|"")*"?|`(?:[^`]|``)*`?|\[[^\]]*\]?|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|;|\w+|\s+|[^\s\w]/g

const isComment = /^(?:--|\/\*)/

export interface SqlStatement {
  readonly text: string
  /** Its words outside of quotes and comments, in upper case, as far as anybody looks at them. */
  readonly words: readonly string[]
}

/** So many words are kept of each statement; `CREATE TEMPORARY TRIGGER` has three. */
const mostWords = 5

/**
 * Cut at the semicolons that are outside of quotes, comments and the bodies of triggers. What holds nothing but spaces
 * and comments is no statement.
 *
 * @example splitStatements("select 1; select ';'").map(({ text }) => text) // ['select 1', " select ';'"]
 */
export function splitStatements(sql: string): SqlStatement[] {
  const statements: SqlStatement[] = []
  let current = begin()
  for (const [piece] of sql.matchAll(token)) {
    if (piece === ';' && !isWithinTrigger(current)) {
      if (current.hasContent) statements.push(current)
      current = begin()
    } else add(current, piece)
  }
  return current.hasContent ? [...statements, current] : statements
}

interface Draft extends SqlStatement {
  text: string
  readonly words: string[]
  hasContent: boolean
  /** The words since the last semicolon: the body of a trigger ends with an END that stands alone. */
  tail: string[]
}

function begin(): Draft {
  return { text: '', words: [], hasContent: false, tail: [] }
}

function add(draft: Draft, piece: string): void {
  draft.text += piece
  if (piece.trim() === '' || isComment.test(piece)) return
  draft.hasContent = true
  if (piece === ';') draft.tail = []
  else draft.tail.push(piece.toUpperCase())
  if (draft.words.length < mostWords) draft.words.push(piece.toUpperCase())
}

function isWithinTrigger({ words, tail }: Draft): boolean {
  const [first, second, third] = words
  const isTrigger = first === 'CREATE' && (second === 'TRIGGER' || third === 'TRIGGER')
  return isTrigger && !(tail.length === 1 && tail[0] === 'END')
}
