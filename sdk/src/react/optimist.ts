import type { QueryClient, QueryKey } from '@tanstack/react-query'

/** What stood in the cache before a write that has not been answered yet. */
export type Before = readonly (readonly [QueryKey, unknown])[]

type Row = Record<string, unknown>

/** What a write does to the records that are shown, until the server has answered. */
export interface Guess {
  /** Another one at the end of each list that takes everything. */
  readonly added?: Row
  /** Changes one, or removes it where the answer is undefined. */
  readonly changed?: { id: string; change: (row: Row) => Row | undefined }
}

/** Shows the guess in everything that was asked of a collection. What is under way would undo it, so it is given up. */
export async function guess(client: QueryClient, key: QueryKey, made: Guess): Promise<Before> {
  await client.cancelQueries({ queryKey: key })
  const before = client.getQueriesData({ queryKey: key })
  for (const [known, data] of before) if (isRow(data)) client.setQueryData(known, shownIn(known, data, made))
  return before
}

/** Shows again what stood there. */
export function takeBack(client: QueryClient, before: Before): void {
  for (const [key, data] of before) client.setQueryData(key, data)
}

function shownIn(key: QueryKey, data: Row, { added, changed }: Guess): Row {
  const { items } = data
  if (!Array.isArray(items))
    return changed && data['id'] === changed.id ? (changed.change(data) ?? data) : data
  const rows: unknown[] = changed
    ? items.flatMap((row: unknown) =>
        isRow(row) && row['id'] === changed.id ? (changed.change(row) ?? []) : [row],
      )
    : items
  // Whether a filter takes it is for the server to say.
  const next = added && !hasFilter(key) ? [...rows, added] : rows
  const total = data['totalItems']
  const isCounted = typeof total === 'number' && total >= 0
  return { ...data, items: next, ...(isCounted && { totalItems: total + next.length - items.length }) }
}

function hasFilter(key: QueryKey): boolean {
  const options = key.at(-1)
  return isRow(options) && (options['filter'] !== undefined || options['query'] !== undefined)
}

/** The record as an update will leave it; of the modifiers, `count+` and `count-` are known of numbers. */
export function changedRow(row: Row, input: object): Row {
  const next: Row = { ...row }
  const entries: [string, unknown][] = Object.entries(input)
  for (const [key, value] of entries) {
    const name = key.replace(/[+-]$/, '')
    const [old, isPlain] = [next[name], name === key && !key.startsWith('+')]
    if (isPlain) next[key] = value
    else if (typeof old === 'number' && typeof value === 'number')
      next[name] = key.endsWith('-') ? old - value : old + value
  }
  return next
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null
}
