import { andThen, type Now } from '../base/now.ts'
import type { Reader, Writer } from '../storage/dialect.ts'

/** Files that wait to be removed. */
export interface GoneFiles {
  readonly collection: string
  /** Empty for all that is left of a collection that was deleted. */
  readonly record: string
  readonly names: readonly string[]
}

/** The same, in the table. */
export interface GoneEntry extends GoneFiles {
  readonly seq: number
  readonly attempts: number
}

const INSERT = 'insert into "_dapur_gone_files" ("collection", "record", "names", "due") values (?, ?, ?, 0)'
const DUE = `select "seq", "collection", "record", "names", "attempts" from "_dapur_gone_files"
  where "due" <= ? order by "seq" limit ?`
const NEXT = 'select min("due") from "_dapur_gone_files"'
const REMOVE = 'delete from "_dapur_gone_files" where "seq" = ?'
const POSTPONE = 'update "_dapur_gone_files" set "due" = ?, "attempts" = "attempts" + 1 where "seq" = ?'

export function addGoneFiles(tx: Writer, { collection, record, names }: GoneFiles): Now<unknown> {
  return tx.run(INSERT, [collection, record, JSON.stringify(names)])
}

/** What may be removed now, the oldest first. */
export function dueGoneFiles(reader: Reader, now: number, limit: number): Now<GoneEntry[]> {
  return andThen(reader.all(DUE, [now, limit]), (rows) =>
    rows.map(([seq, collection, record, names, attempts]) => ({
      seq: Number(seq),
      collection: String(collection),
      record: String(record),
      names: parseNames(String(names)),
      attempts: Number(attempts),
    })),
  )
}

/** When the next is due, in milliseconds since 1970. */
export function nextGoneFiles(reader: Reader): Now<number | undefined> {
  return andThen(reader.get(NEXT, []), (row) => (typeof row?.[0] === 'number' ? row[0] : undefined))
}

export function removeGoneEntry(tx: Writer, seq: number): Now<unknown> {
  return tx.run(REMOVE, [seq])
}

export function postponeGoneEntry(tx: Writer, seq: number, due: number): Now<unknown> {
  return tx.run(POSTPONE, [due, seq])
}

function parseNames(text: string): string[] {
  const parsed: unknown = JSON.parse(text)
  return Array.isArray(parsed) ? parsed.map(String) : []
}
