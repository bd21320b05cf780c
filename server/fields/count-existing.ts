import { LRUCache } from 'lru-cache'
import { andThen, steps, take, type Now } from '../base/now.ts'
import type { Cell, Reader } from '../storage/dialect.ts'
import { quoteName } from './quote-name.ts'

/** Databases bound the parameters of one statement; this is far below all of them. */
const mostIds = 512

/** Statements by table: the one for `2 ** n` ids stands at `n`. The same strings again and again find their compiled form. */
const statements = new LRUCache<string, string[]>({ max: 500 })

/**
 * How many of these different ids a table has; one statement for up to 512.
 *
 * @example countExisting(tx, 'tags', ['t1', 't2', 'missing']) // 2
 */
export function countExisting(reader: Reader, table: string, ids: readonly string[]): Now<number> {
  // Most relations are to one record: that needs no story.
  if (ids.length === 1) return andThen(reader.get(countStatement(table, 1), ids), countOf)
  return steps(function* () {
    let count = 0
    for (let start = 0; start < ids.length; start += mostIds) {
      const some = ids.slice(start, start + mostIds)
      const row = yield* take(reader.get(countStatement(table, some.length), padded(some)))
      count += countOf(row)
    }
    return count
  })
}

function countOf(row: readonly Cell[] | undefined): number {
  return Number(row?.[0] ?? 0)
}

/** Repeat the last id up to a power of two: an IN list counts no row twice, and few different statements are needed. */
function padded(ids: readonly string[]): string[] {
  const missing = 2 ** powerFor(ids.length) - ids.length
  return [...ids, ...ids.slice(-1).flatMap((last) => Array<string>(missing).fill(last))]
}

function powerFor(length: number): number {
  return Math.ceil(Math.log2(length))
}

function countStatement(table: string, length: number): string {
  const bySize = statements.get(table) ?? allStatements(table)
  return bySize[powerFor(length)] ?? ''
}

function allStatements(table: string): string[] {
  const bySize = Array.from({ length: powerFor(mostIds) + 1 }, (_, power) => {
    const places = Array<string>(2 ** power).fill('?')
    return `SELECT count(*) FROM ${quoteName(table)} WHERE "id" IN (${places.join(', ')})`
  })
  statements.set(table, bySize)
  return bySize
}
