/** One line of a JSON value that is shown as a tree. */
export interface JsonLine {
  /** As filters and rules take it: `options.sizes.0`. A key that these cannot say stands in brackets. */
  path: string
  /** How deep it lies; the value itself is 0. */
  depth: number
  /** What it is called in the value that holds it. */
  key: string
  value: unknown
  /** How many values it holds; undefined for one that holds none. */
  count: number | undefined
  /** Is what it holds, or all of its text, in sight? */
  isOpen: boolean
  /** So many values of the one above are left out here; the value is of no account then. */
  more: number | undefined
}

/** Of a list or an object, so many values are shown until more are asked for. */
const AT_ONCE = 200
/** What holds more than this is shut until it is opened. */
const OPEN_UNTIL = 20
/** A longer text is cut until it is opened. */
export const TEXT_LENGTH = 160

const WORD = /^\w+$/

/**
 * The lines of a value in their order. What lies in a shut one is left out.
 *
 * @param root what the value is called, and the path to it: '' where paths begin in it
 * @param touched paths that somebody has opened or shut, against what they would be by themselves
 * @param caps how many values of a path are shown, where more were asked for
 * @example jsonLines({ name: 'facts', path: 'facts' }, { spice: [1] }, new Set(), new Map()).map(({ path }) => path) // ['facts', 'facts.spice', 'facts.spice.0']
 */
export function jsonLines(
  root: { name: string; path: string },
  value: unknown,
  touched: ReadonlySet<string>,
  caps: ReadonlyMap<string, number>,
): JsonLine[] {
  const lines: JsonLine[] = []
  const add = (path: string, key: string, held: unknown, depth: number): void => {
    const inside = entriesOf(held)
    const count = inside?.length
    const opens = count === undefined ? false : depth === 0 || (depth < 3 && count <= OPEN_UNTIL)
    const isOpen = opens !== touched.has(path)
    lines.push({ path, key, value: held, depth, count, isOpen, more: undefined })
    if (!inside || !isOpen) return
    const shown = inside.slice(0, caps.get(path) ?? AT_ONCE)
    for (const [name, one] of shown) add(pathTo(path, name), name, one, depth + 1)
    const more = inside.length - shown.length
    if (more > 0)
      lines.push({ path, key: '', value: null, depth: depth + 1, count: undefined, isOpen: false, more })
  }
  add(root.path, root.name, value, 0)
  return lines
}

/** The caps when more of a path is asked for. */
export function moreOf(path: string, caps: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  return new Map([...caps, [path, (caps.get(path) ?? AT_ONCE) + AT_ONCE]])
}

/** Can the line be opened and shut? */
export function canFold({ count, value, more }: JsonLine): boolean {
  if (more !== undefined) return false
  return count === undefined ? typeof value === 'string' && value.length > TEXT_LENGTH : count > 0
}

function entriesOf(value: unknown): [string, unknown][] | undefined {
  return typeof value === 'object' && value !== null ? Object.entries(value) : undefined
}

function pathTo(path: string, key: string): string {
  if (!WORD.test(key)) return `${path}[${JSON.stringify(key)}]`
  return path === '' ? key : `${path}.${key}`
}
