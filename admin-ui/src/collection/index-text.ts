/** The parts of a `CREATE INDEX` that the form knows. */
export interface IndexParts {
  name: string
  isUnique: boolean
  columns: readonly string[]
  /** The condition; '' when it is over all records. */
  where: string
}

const WHOLE =
  /^\s*create\s+(unique\s+)?index\s+(?:if\s+not\s+exists\s+)?([`"'[]?[\w.]+[`"'\]]?)\s+on\s+\S+\s*\(([^()]*)\)\s*(?:where\s+([\s\S]+))?$/i

/**
 * Reads an index that is made of plain columns; undefined for one that has to be shown as SQL.
 *
 * @example readIndex('CREATE UNIQUE INDEX `a` ON `posts` (`slug`)')?.columns // ['slug']
 */
export function readIndex(text: string): IndexParts | undefined {
  const [, unique, name = '', list = '', where = ''] = WHOLE.exec(text) ?? []
  const columns = list.split(',').map((column) => unquote(column.trim()))
  if (name === '' || columns.some((column) => !/^\w+$/.test(column))) return undefined
  return { name: unquote(name), isUnique: unique !== undefined, columns, where: where.trim() }
}

/** The statement of an index. The server puts in the name of the table. */
export function writeIndex({ name, isUnique, columns, where }: IndexParts, table: string): string {
  const list = columns.map((column) => `\`${column}\``).join(', ')
  const kind = isUnique ? 'UNIQUE INDEX' : 'INDEX'
  return `CREATE ${kind} \`${name}\` ON \`${table}\` (${list})${where === '' ? '' : ` WHERE ${where}`}`
}

/** The index with its columns under their new names. All at once, so that two of them can change places. */
export function renameInIndex(text: string, renamed: readonly (readonly [string, string])[]): string {
  if (renamed.length === 0) return text
  const names = new Map(renamed)
  const open = text.indexOf('(')
  if (open < 0) return text
  const body = text.slice(open).replaceAll(/'(?:[^']|'')*'|\w+/g, (word) => names.get(word) ?? word)
  return text.slice(0, open) + body
}

function unquote(name: string): string {
  return name.replaceAll(/^[`"'[]|[`"'\]]$/g, '')
}
