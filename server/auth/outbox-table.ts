import { z } from 'zod'
import { andThen, type Now } from '../base/now.ts'
import type { Reader, Writer } from '../storage/dialect.ts'
import { allLetterNames, type Letter } from './letter.ts'

/** A letter in the outbox. */
export interface Posted extends Letter {
  readonly id: string
  /** How often it was tried, this time included. */
  readonly attempts: number
  /** Milliseconds since 1970, after which nobody wants it; Infinity when it does not get old. */
  readonly expires: number
}

const ROW = z.tuple([
  z.string(),
  z.enum(allLetterNames),
  z.string(),
  z.string(),
  z.string(),
  z.string(),
  z.number(),
  z.number().nullable(),
])
const EXTRA = z.record(z.string(), z.string())
const COLUMNS = '"id", "kind", "collection", "record", "recipient", "extra", "attempts", "expires"'

const INSERT = `insert into "_dapur_outbox" ("id", "key", "kind", "collection", "record", "recipient", "extra", "due", "expires", "created")
  values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict ("key") do nothing`
const CLAIM = `update "_dapur_outbox" set "attempts" = "attempts" + 1, "due" = ? where "id" =
  (select "id" from "_dapur_outbox" where "due" <= ? order by "due" limit 1) returning ${COLUMNS}`
const NEXT = 'select min("due") from "_dapur_outbox"'
const REMOVE = 'delete from "_dapur_outbox" where "id" = ?'
const POSTPONE = 'update "_dapur_outbox" set "due" = ?, "error" = ? where "id" = ?'
const BURY = 'update "_dapur_outbox" set "due" = null, "key" = null, "error" = ? where "id" = ?'
const SWEEP = 'delete from "_dapur_outbox" where "due" is null and "created" < ?'
const WAITING = 'select count("due"), count(*) - count("due") from "_dapur_outbox"'
const BY_KEY = 'select "id" from "_dapur_outbox" where "key" = ?'

/** How many letters wait to be sent, and how many were given up. */
export function waitingLetters(reader: Reader): Now<{ readonly waiting: number; readonly givenUp: number }> {
  return andThen(reader.get(WAITING, []), (row) => ({
    waiting: Number(row?.[0] ?? 0),
    givenUp: Number(row?.[1] ?? 0),
  }))
}

/** A letter on its way into the outbox. */
export interface Posting {
  readonly id: string
  readonly letter: Letter
  /** While one with the same key waits, another is not added. */
  readonly key: string | undefined
  readonly expires: number | undefined
  readonly now: number
}

/** Add a letter; gives its id, or that of the one that waits under its key. */
export function insertLetter(tx: Writer, { id, letter, key, expires, now }: Posting): Now<string> {
  const { kind, collectionId, recordId, to, extra } = letter
  const params = [
    id,
    key ?? null,
    kind,
    collectionId,
    recordId,
    to,
    JSON.stringify(extra),
    now,
    expires ?? null,
    now,
  ]
  return andThen(tx.run(INSERT, params), ({ changes }) =>
    changes > 0 || key === undefined ? id : andThen(tx.get(BY_KEY, [key]), (row) => String(row?.[0] ?? id)),
  )
}

/** Take the letter that is due for the longest time; nobody else gets it before `until`. */
export function claimLetter(tx: Writer, now: number, until: number): Now<Posted | undefined> {
  return andThen(tx.get(CLAIM, [until, now]), (row) => row && toPosted(row))
}

/** When the next letter is due, in milliseconds since 1970. */
export function nextDue(reader: Reader): Now<number | undefined> {
  return andThen(reader.get(NEXT, []), (row) => (typeof row?.[0] === 'number' ? row[0] : undefined))
}

export function removeLetter(tx: Writer, id: string): Now<unknown> {
  return tx.run(REMOVE, [id])
}

export function postponeLetter(tx: Writer, id: string, due: number, error: string): Now<unknown> {
  return tx.run(POSTPONE, [due, error, id])
}

/** Give a letter up: it stays to be looked at, for a week. */
export function buryLetter(tx: Writer, id: string, now: number, error: string): Now<unknown> {
  return andThen(tx.run(SWEEP, [now - 7 * 86_400_000]), () => tx.run(BURY, [error, id]))
}

function toPosted(row: unknown): Posted {
  const [id, kind, collectionId, recordId, to, extra, attempts, expires] = ROW.parse(row)
  const parsed = EXTRA.parse(JSON.parse(extra))
  return { id, kind, collectionId, recordId, to, extra: parsed, attempts, expires: expires ?? Infinity }
}
