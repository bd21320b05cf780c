import { parsedJson } from '../parsed-json.ts'

/** The first records of a file: enough to say which column is which field. */
export interface FileHead {
  format: 'csv' | 'json' | 'ndjson'
  columns: readonly string[]
  /** The first rows, by column. */
  rows: readonly Readonly<Record<string, string>>[]
}

/** Bytes that are looked at; a whole array of JSON only up to the second size. */
const HEAD_BYTES = 64 * 1024
const ARRAY_BYTES = 16 * 1024 * 1024
const ROWS = 3

/** Reads the head of a file that is to be imported; undefined when it is none of the three formats. */
export async function readHead(file: File): Promise<FileHead | undefined> {
  if (/\.csv$/i.test(file.name) || file.type === 'text/csv')
    return csvHead(await file.slice(0, HEAD_BYTES).text())
  if (/\.(?:ndjson|jsonl)$/i.test(file.name)) {
    const lines = (await file.slice(0, HEAD_BYTES).text()).split('\n')
    return objectsHead('ndjson', lines.slice(0, ROWS).map(parsedJson))
  }
  if (!/\.json$/i.test(file.name) && file.type !== 'application/json') return undefined
  // A longer array is taken as it is: its columns are told by the dry run.
  if (file.size > ARRAY_BYTES) return { format: 'json', columns: [], rows: [] }
  const array = parsedJson(await file.text())
  return Array.isArray(array) ? objectsHead('json', array.slice(0, ROWS)) : undefined
}

function csvHead(text: string): FileHead | undefined {
  const [columns, ...rows] = csvRows(text.replace(/^\uFEFF/, ''), ROWS + 1)
  if (!columns) return undefined
  return {
    format: 'csv',
    columns,
    rows: rows.map((cells) => Object.fromEntries(columns.map((name, at) => [name, cells[at] ?? '']))),
  }
}

/** The first rows of RFC 4180: quotes may hold commas, line ends and doubled quotes. */
function csvRows(text: string, most: number): string[][] {
  const rows: string[][] = []
  let cells: string[] = []
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    cells.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'))
    if (end === ',') continue
    if (cells.length > 1 || cells[0] !== '') rows.push(cells)
    cells = []
    if (rows.length === most || end === '') break
  }
  return rows
}

function objectsHead(format: 'json' | 'ndjson', values: readonly unknown[]): FileHead | undefined {
  const objects = values.filter((value): value is object => typeof value === 'object' && value !== null)
  if (objects.length === 0) return undefined
  const columns = [...new Set(objects.flatMap((object) => Object.keys(object)))]
  const rows = objects.map((object) =>
    Object.fromEntries(
      Object.entries(object).map(([name, value]) => [
        name,
        typeof value === 'string' ? value : (JSON.stringify(value) ?? ''),
      ]),
    ),
  )
  return { format, columns, rows }
}
