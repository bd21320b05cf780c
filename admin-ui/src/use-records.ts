import type { ListResult, RecordJson } from '@dapur/sdk'
import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { PAGE_SIZE, type RecordsQuery, recordsPageQuery } from './queries.ts'

/** Browsers lay out boxes up to about 17 million pixels: more rows of 36 pixels cannot be scrolled to. */
const MOST_ROWS = 400_000

/** The records of a query, fetched page by page as they come into view. */
export interface Records {
  /** How many there are; undefined until the first answer. */
  total: number | undefined
  /** How many of them can be scrolled to. */
  rowCount: number
  /** Undefined while it is not loaded. */
  row: (index: number) => RecordJson | undefined
  /** All that are loaded, in their order. */
  loaded: () => RecordJson[]
  /** Where a loaded record stands, −1 when it is not loaded. */
  indexOf: (id: string) => number
  /** Says which rows are in sight, so that their pages are loaded. */
  show: (first: number, last: number) => void
  error: unknown
  /** Are these rows still those of the query before? */
  isOld: boolean
  isLoading: boolean
  reload: () => void
}

/** Loads the first page for the total, and the pages that `show` asks for. */
export function useRecords(query: RecordsQuery): Records {
  const queries = useQueryClient()
  const [shown, setShown] = useState({ first: 1, last: 1 })
  const first = useQuery(recordsPageQuery(query, 1))
  const isOld = first.isPlaceholderData
  const wanted = isOld || !first.data ? [] : pagesBetween(shown.first, shown.last)
  const others = useQueries({ queries: wanted.map((page) => recordsPageQuery(query, page)) })
  const pages = new Map<number, ListResult<RecordJson>>()
  if (first.data) pages.set(1, first.data)
  for (const [index, page] of wanted.entries()) {
    const data = others[index]?.data
    if (data) pages.set(page, data)
  }
  const total = first.data?.totalItems
  return {
    total,
    rowCount: Math.min(total ?? 0, MOST_ROWS),
    row: (index) => pages.get(pageOf(index))?.items[index % PAGE_SIZE],
    loaded: () => [...pages.values()].flatMap(({ items }) => items),
    indexOf(id) {
      for (const [page, { items }] of pages) {
        const place = items.findIndex((record) => record.id === id)
        if (place >= 0) return (page - 1) * PAGE_SIZE + place
      }
      return -1
    },
    show(from, to) {
      const next = { first: pageOf(from), last: pageOf(to) }
      if (next.first !== shown.first || next.last !== shown.last) setShown(next)
    },
    error: first.error ?? others.find(({ error }) => error)?.error ?? undefined,
    isOld,
    isLoading: first.isFetching || others.some(({ isFetching }) => isFetching),
    reload: () => void queries.invalidateQueries({ queryKey: ['records', query.collection.name] }),
  }
}

function pageOf(index: number): number {
  return Math.floor(index / PAGE_SIZE) + 1
}

/** Without the first, which is always there. */
function pagesBetween(first: number, last: number): number[] {
  const from = Math.max(2, first)
  return Array.from({ length: Math.max(0, last - from + 1) }, (_, step) => from + step)
}
