import { apiError } from '../base/error.ts'
import { isJsonObject } from '../base/json.ts'
import type { Now } from '../base/now.ts'
import { problem } from '../base/problem.ts'
import { collectionFor } from './collection-for.ts'
import { exportFormats, type ExportFormat } from './export-format.ts'
import type { House } from './house.ts'
import { listRecords } from './list.ts'
import type { Ask } from './request.ts'
import { shapeOf } from './shape.ts'

/** What is exported. */
export interface ExportQuery {
  readonly format: string
  readonly filter: string
  readonly sort: string
  /** Columns, in this order; all fields of the collection when there are none. */
  readonly fields: readonly string[]
}

/** Records on their way out. */
export interface Exported {
  readonly contentType: string
  /** The name to save it under. */
  readonly fileName: string
  /** Text, a page of records at a time; none of it empty. */
  readonly chunks: AsyncIterable<string>
}

/** Records of one page: what is in memory at a time. */
const PER_PAGE = 500

/**
 * All records of a collection as a superuser sees them, as CSV, JSON or JSON lines. Pages follow each other by cursor, so
 * a record that is written meanwhile neither shows up twice nor pushes another one out.
 *
 * Errors: `collection_not_found` 404; `validation_failed` 400 under `format` and `fields`; those of `listRecords` for the
 * first page. A later page that fails cuts the stream.
 *
 * @example const { chunks } = await exportRecords(house, ask, 'posts', { format: 'csv', filter: '', sort: '', fields: [] })
 */
export async function exportRecords(
  house: House,
  ask: Ask,
  nameOrId: string,
  query: ExportQuery,
): Promise<Exported> {
  const collection = collectionFor(house.catalog.current, nameOrId)
  const format = exportFormats.get(query.format)
  if (!format) throw invalid('format', `Choose one of ${[...exportFormats.keys()].join(', ')}.`)
  const known = shapeOf(collection).fields.flatMap(({ name, type }) => (type.output === 'never' ? [] : name))
  const columns = query.fields.length > 0 ? query.fields : known.filter((name) => name !== 'tokenKey')
  const unknown = columns.find((name) => !known.includes(name) || name === 'tokenKey')
  if (unknown !== undefined)
    throw invalid('fields', `"${collection.name}" has no field "${unknown}" to export.`)
  const read = (cursor: string): Now<string> =>
    listRecords(house, ask, collection.id, {
      page: 1,
      perPage: PER_PAGE,
      skipTotal: true,
      filter: query.filter,
      sort: query.sort,
      cursor,
    })
  const first = readPage(await read(''))
  return {
    contentType: format.contentType,
    fileName: `${collection.name}.${query.format}`,
    chunks: write(format, columns, first, read),
  }
}

function invalid(field: string, message: string): Error {
  return apiError('validation_failed', {}, { data: { [field]: problem('validation_in_invalid', message) } })
}

interface Page {
  readonly items: readonly Readonly<Record<string, unknown>>[]
  readonly next: string | null
}

function readPage(text: string): Page {
  const page: unknown = JSON.parse(text)
  if (!isJsonObject(page) || !Array.isArray(page['items'])) throw new Error('a page of records has no items')
  const next = page['nextCursor']
  return { items: page['items'].filter(isJsonObject), next: typeof next === 'string' ? next : null }
}

async function* write(
  format: ExportFormat,
  columns: readonly string[],
  first: Page,
  read: (cursor: string) => Now<string>,
): AsyncGenerator<string> {
  const head = format.head(columns)
  if (head !== '') yield head
  let isFirst = true
  for (let page: Page | undefined = first; page;) {
    let text = ''
    for (const item of page.items) {
      text += format.record(
        columns.map((name) => [name, item[name]] as const),
        isFirst,
      )
      isFirst = false
    }
    if (text !== '') yield text
    page = page.next === null ? undefined : readPage(await read(page.next))
  }
  if (format.tail !== '') yield format.tail
}
