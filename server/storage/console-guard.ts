/** What the SQL console may run (reliability.md, findings 4 and 6). */
import Database from 'better-sqlite3'
import type { SqlStatement } from './sql-statements.ts'

const reads = new Set(['SELECT', 'WITH', 'VALUES', 'EXPLAIN', 'PRAGMA'])
const writes = new Set(
  'INSERT CREATE UPDATE DELETE DROP DETACH ALTER REPLACE WITH SELECT VALUES ANALYZE REINDEX EXPLAIN'.split(
    ' ',
  ),
)

/** Pragmas that only tell, the first ones with what they are asked about. */
const pragmas = new Set(
  `TABLE_INFO TABLE_XINFO TABLE_LIST INDEX_INFO INDEX_XINFO INDEX_LIST FOREIGN_KEY_LIST FOREIGN_KEY_CHECK INTEGRITY_CHECK
  QUICK_CHECK DATABASE_LIST COLLATION_LIST FUNCTION_LIST MODULE_LIST PRAGMA_LIST COMPILE_OPTIONS PAGE_COUNT PAGE_SIZE
  MAX_PAGE_COUNT FREELIST_COUNT ENCODING JOURNAL_MODE SYNCHRONOUS FOREIGN_KEYS AUTO_VACUUM CACHE_SIZE USER_VERSION
  SCHEMA_VERSION APPLICATION_ID DATA_VERSION BUSY_TIMEOUT QUERY_ONLY`.split(/\s+/),
)

/**
 * Refuse what would reach out of the data base, change how it works, or end the transaction that it runs in.
 *
 * Errors: a `SqliteError` of the code `SQLITE_AUTH`.
 *
 * @example guardStatement({ text: "attach 'x' as y", words: ['ATTACH'] }, false) // throws
 */
export function guardStatement(statement: SqlStatement, isWrite: boolean): void {
  const [first = ''] = statement.words
  if (!(isWrite ? writes : reads).has(first)) {
    throw refusal(isWrite ? `${first} cannot be a part of a write` : `${first} is not for reading`)
  }
  if (first === 'PRAGMA') guardPragma(statement)
}

/** Does running it change nothing, although SQLite says that it might? */
export function isExplained({ words }: SqlStatement): boolean {
  return words[0] === 'EXPLAIN'
}

/** A refusal as the database itself would word it. */
export function refusal(why: string): Error {
  return new Database.SqliteError(`not authorized: ${why}`, 'SQLITE_AUTH')
}

/** `PRAGMA name`, `PRAGMA schema.name`, `PRAGMA name(about)`. */
function guardPragma({ text, words }: SqlStatement): void {
  const name = words[2] === '.' ? words[3] : words[1]
  if (name === undefined || !pragmas.has(name)) throw refusal(`PRAGMA ${name ?? ''} cannot be used here`)
  if (text.includes('=') || (text.includes('(') && !isAbout.test(name))) {
    throw refusal(`PRAGMA ${name} can be read here, not set`)
  }
}

const isAbout = /_INFO$|_XINFO$|^INDEX_LIST$|^FOREIGN_KEY_LIST$|_CHECK$|^TABLE_LIST$/
