import { ApiError } from '../base/error.ts'
import { andThen, isLate, type Now, steps, type Steps, take } from '../base/now.ts'
import type { Collection } from '../collections/collection.ts'
import { needsManageRule, type Output, type Row, writeBare, writePlain } from './bare.ts'
import type { Cells } from './change.ts'
import { expandRows } from './expand.ts'
import type { House } from './house.ts'
import type { Ask } from './request.ts'
import { shapeOf } from './shape.ts'
import { unlessStale } from './unless-stale.ts'

/**
 * Rows of one collection as JSON texts, as this actor may see them, expands included (contract data.md §4.2, §4.10).
 *
 * @example const texts = yield* take(writeRows({ house, ask, catalog }, posts, rows))
 */
export function writeRows(output: Output, collection: Collection, rows: readonly Row[]): Now<string[]> {
  const { actor, expand } = output.ask
  if (!expand && !needsManageRule(actor, collection)) return writePlain(actor, collection, rows)
  return steps(() => writeFull(output, collection, rows))
}

function* writeFull(output: Output, collection: Collection, rows: readonly Row[]): Steps<string[]> {
  const texts = yield* writeBare(output, collection, rows)
  const expands = yield* expandRows(output, collection, rows, output.ask.expand)
  return texts.map((text, i) => withExpand(text, expands[i]))
}

function withExpand(text: string, expand: string | undefined): string {
  return expand === undefined ? text : `${text.slice(0, -1)},"expand":${expand}}`
}

/**
 * One record, given by its cells, as a JSON text: what a write answers, and what an event tells. The write is done
 * whatever its answer holds, so an expand that cannot be read now is left out of it, and the log says so.
 */
export function writeRecord(house: House, ask: Ask, collection: Collection, cells: Cells): Now<string> {
  const row = shapeOf(collection).fields.map(({ name }) => cells[name] ?? null)
  const telling = { house, ask, collection, row }
  return ask.expand ? steps(() => tellExpanded(telling)) : tellRow(telling, 1)
}

interface Telling {
  readonly house: House
  readonly ask: Ask
  readonly collection: Collection
  readonly row: Row
}

function* tellExpanded(telling: Telling): Steps<string> {
  const { house, ask } = telling
  try {
    return yield* take(tellRow(telling, 1))
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    house.log.warn({ err: error, expand: ask.expand }, 'an expand was left out of the answer to a write')
    return yield* take(tellRow({ ...telling, ask: { ...ask, expand: '' } }, 1))
  }
}

function tellRow(telling: Telling, times: number): Now<string> {
  const { house, ask, collection, row } = telling
  const catalog = house.catalog.current
  const text = andThen(writeRows({ house, ask, catalog }, collection, [row]), ([written = '']) => written)
  if (!isLate(text)) return text
  return unlessStale(text, { house, catalog, times, again: (more) => tellRow(telling, more) })
}
