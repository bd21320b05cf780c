import { csvLine } from './csv-line.ts'

/** How records are written to a file. */
export interface ExportFormat {
  readonly contentType: string
  readonly head: (columns: readonly string[]) => string
  /** One record, its columns in order; the first one has nothing before it. */
  readonly record: (cells: readonly (readonly [name: string, value: unknown])[], isFirst: boolean) => string
  readonly tail: string
}

const csv: ExportFormat = {
  contentType: 'text/csv; charset=utf-8; header=present',
  head: csvLine,
  record: (cells) => csvLine(cells.map(([, value]) => value)),
  tail: '',
}

const json: ExportFormat = {
  contentType: 'application/json',
  head: () => '[',
  record: (cells, isFirst) => `${isFirst ? '\n' : ',\n'}${JSON.stringify(Object.fromEntries(cells))}`,
  tail: '\n]\n',
}

const jsonLines: ExportFormat = {
  contentType: 'application/x-ndjson',
  head: () => '',
  record: (cells) => `${JSON.stringify(Object.fromEntries(cells))}\n`,
  tail: '',
}

/** By the name that an address gives, which is also how the file ends. */
export const exportFormats: ReadonlyMap<string, ExportFormat> = new Map([
  ['csv', csv],
  ['json', json],
  ['ndjson', jsonLines],
])
