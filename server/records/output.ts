import { andThen, type Now, steps, type Steps } from '../base/now.ts'
import type { Collection } from '../collections/collection.ts'
import { needsManageRule, type Output, type Row, writeBare, writePlain } from './bare.ts'
import type { Cells } from './change.ts'
import { expandRows } from './expand.ts'
import type { House } from './house.ts'
import type { Ask } from './request.ts'
import { shapeOf } from './shape.ts'

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

/** One record, given by its cells, as a JSON text. */
export function writeRecord(house: House, ask: Ask, collection: Collection, cells: Cells): Now<string> {
  const row = shapeOf(collection).fields.map(({ name }) => cells[name] ?? null)
  const output = { house, ask, catalog: house.catalog.current }
  return andThen(writeRows(output, collection, [row]), ([text = '']) => text)
}
