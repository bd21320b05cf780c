import { isJsonObject } from '../../base/json.ts'
import { toStringList } from '../../fields/string-list.ts'
import type { Cell } from '../../storage/dialect.ts'
import type { Snapshot } from '../../storage/snapshot.ts'

/** Collections with the columns that name files. */
interface FileTable {
  readonly id: string
  readonly name: string
  readonly columns: readonly string[]
}

/**
 * The keys of all files that records of a snapshot name: `<collection>/<record>/<name>` (contract services.md §4.3).
 * Read from the tables themselves: what the catalog of the server says by now may be newer.
 *
 * @example for (const key of namedFiles(snapshot)) …
 */
export function* namedFiles(snapshot: Snapshot): Generator<string> {
  for (const { id, name, columns } of fileTables(snapshot)) {
    const list = ['id', ...columns].map(quote).join(', ')
    for (const [record, ...cells] of snapshot.rows(`SELECT ${list} FROM ${quote(name)}`))
      for (const file of cells.flatMap(toNames)) yield `${id}/${String(record)}/${file}`
  }
}

function toNames(cell: Cell): string[] {
  return cell === null || cell === '' ? [] : toStringList(cell)
}

function fileTables(snapshot: Snapshot): FileTable[] {
  const rows = [
    ...snapshot.rows(`SELECT id, name, fields FROM _collections WHERE type <> 'view' ORDER BY name`),
  ]
  return rows
    .map(([id, name, fields]) => ({
      id: String(id),
      name: String(name),
      columns: fileColumns(JSON.parse(String(fields))),
    }))
    .filter(({ columns }) => columns.length > 0)
}

function fileColumns(fields: unknown): string[] {
  if (!Array.isArray(fields)) return []
  return fields.flatMap((field: unknown) =>
    isJsonObject(field) && field['type'] === 'file' ? [String(field['name'])] : [],
  )
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
