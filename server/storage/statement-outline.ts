/** How SQLite will go about a statement, as far as its cost depends on how large tables are. */
import type Database from 'better-sqlite3'
import type { Cell } from './dialect.ts'
import { pacedNames } from './pace.ts'

/** Tables by name; one that is read in several ways may stand there several times. */
export interface Outline {
  /** Read whole where no row is counted: within another loop, for an index that is made on the way, inside a view. */
  readonly scanned: readonly string[]
  /** Read anew for single rows of the statement. */
  readonly nested: readonly string[]
  /** Counted as a whole. */
  readonly counted: readonly string[]
}

/** `[address, opcode, p1, p2, p3, …]`; https://www.sqlite.org/opcode.html */
type Operation = readonly [number, string, number, number, number, ...unknown[]]

/**
 * Read the program that SQLite compiles a statement into: its cursors are opened by root page, so that no alias has
 * to be understood.
 *
 * @example outlineOf(db, 'SELECT * FROM posts WHERE title = ?', ['x']).scanned // ['posts']
 */
export function outlineOf(db: Database.Database, text: string, params: readonly Cell[]): Outline {
  const program = db.prepare<[readonly Cell[]], Operation>(`EXPLAIN ${text}`).raw().all(params)
  const roots = rootsOf(db)
  const cursors = new Map<number, Opened>()
  for (const [, code, cursor, root, database] of program) {
    const table = code === 'OpenRead' && database === 0 ? roots.get(root) : undefined
    if (table !== undefined) cursors.set(cursor, { root, table })
  }
  const used = (...codes: string[]): string[] =>
    program.flatMap(([, code, cursor]) => (codes.includes(code) ? (cursors.get(cursor)?.table ?? []) : []))
  const has = (code: string): boolean => program.some((operation) => operation[1] === code)
  // An index that is made on the way takes all rows before the first one is counted.
  const paced = has('OpenAutoindex') ? [] : pacedTables(text)
  return {
    scanned: without(used('Rewind', 'Last'), paced),
    nested: has('BeginSubrtn') ? nestedTables([...cursors.values()], pacedTables(text)[0]) : [],
    counted: used('Count'),
  }
}

interface Opened {
  readonly root: number
  readonly table: string
}

function rootsOf(db: Database.Database): ReadonlyMap<number, string> {
  const rows = db.prepare<[], [number, string]>(
    'SELECT rootpage, tbl_name FROM sqlite_schema WHERE rootpage > 0',
  )
  return new Map(rows.raw().all())
}

/** The tables behind the counted names: the first is the base, the others are joined under an alias. */
function pacedTables(text: string): string[] {
  const aliases = new Map(
    [...text.matchAll(/JOIN "([^"]+)" AS "(@\d+)"/g)].map(([, table, alias]) => [alias, table]),
  )
  return pacedNames(text).map((name) => aliases.get(name) ?? name)
}

function without(tables: readonly string[], paced: readonly string[]): string[] {
  const rest = [...paced]
  return tables.filter((table) => {
    const place = rest.indexOf(table)
    if (place >= 0) rest.splice(place, 1)
    return place < 0
  })
}

/** All but the base, and the base too where it is opened once more. */
function nestedTables(opened: readonly Opened[], base: string | undefined): string[] {
  const isAgain = ({ root }: Opened, at: number): boolean =>
    opened.findIndex((other) => other.root === root) < at
  return opened.flatMap((cursor, at) => (cursor.table !== base || isAgain(cursor, at) ? cursor.table : []))
}
