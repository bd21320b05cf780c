import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { CsvError, parse } from 'csv-parse'
import { apiError } from '../base/error.ts'
import { isJsonObject } from '../base/json.ts'

/** One record of a file, by column. */
export type ImportRow = Readonly<Record<string, unknown>>

/** Reads a file row by row. Errors: `import_unreadable` 400, with the row. */
export type ReadRows = (file: string) => AsyncIterable<ImportRow>

/** The longest row, in bytes: what is longer is no record. */
const LONGEST_ROW = 16 * 1024 * 1024

/** A head, then a line a record (RFC 4180); a byte-order mark is passed over. */
async function* readCsv(file: string): AsyncGenerator<ImportRow> {
  const parser = parse({ columns: true, bom: true, max_record_size: LONGEST_ROW, skip_empty_lines: true })
  const rows = createReadStream(file)
    .on('error', (error) => parser.destroy(error))
    .pipe(parser)
  try {
    for await (const row of rows) yield asRow(row, rows.info.records)
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw apiError('import_unreadable', { row: rows.info.records + 1, why: error.message }, { cause: error })
  }
}

/** One JSON object a line. */
async function* readJsonLines(file: string): AsyncGenerator<ImportRow> {
  let row = 0
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    if (line.trim() === '') continue
    row++
    yield asRow(parseJson(line, row), row)
  }
}

/** The most bytes of an array, which is parsed as one. */
const LONGEST_ARRAY = 128 * 1024 * 1024

/** One array of objects. */
async function* readJson(file: string): AsyncGenerator<ImportRow> {
  if ((await stat(file)).size > LONGEST_ARRAY)
    throw apiError('import_unreadable', {
      row: 1,
      why: 'an array may have 128 MiB; send longer files as ndjson',
    })
  const rows = parseJson(await readFile(file, 'utf8'), 1)
  if (!Array.isArray(rows))
    throw apiError('import_unreadable', { row: 1, why: 'the file has to be one array of objects' })
  for (const [index, row] of rows.entries()) yield asRow(row, index + 1)
}

function parseJson(text: string, row: number): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw apiError('import_unreadable', { row, why }, { cause: error })
  }
}

function asRow(row: unknown, at: number): ImportRow {
  if (isJsonObject(row)) return row
  throw apiError('import_unreadable', { row: at, why: 'a record has to be an object' })
}

/** By the name that an address gives. */
export const importFormats: ReadonlyMap<string, ReadRows> = new Map([
  ['csv', readCsv],
  ['json', readJson],
  ['ndjson', readJsonLines],
])
