import type { CollectionJson, RecordJson } from '@dapur/sdk'
import { type KeyboardEvent, type MouseEvent, type RefObject, useCallback, useRef, useState } from 'react'
import type { Column } from '../parts/columns.ts'
import type { Records } from '../use-records.ts'
import { cellWay } from './cell-way.ts'
import type { Selection } from './selection.ts'

interface GridPlace {
  /** Pixels. */
  rowHeight: number
  collection: CollectionJson
  columns: readonly Column[]
  records: Records
  selection: Selection
  scroller: RefObject<HTMLElement | null>
  scrollTo: (index: number) => void
  onOpen: (id: string) => void
}

interface GridKeys {
  /** The row and the column that keys act on. */
  row: number
  column: number
  /** The cell that is being edited: a record and a field, by id. */
  edited: { id: string; field: string } | undefined
  edit: (record: RecordJson, field: string | undefined, byKey: boolean) => void
  /** For clicks on all rows: on the box of one, or anywhere else in it. */
  click: (event: MouseEvent) => void
  press: (event: KeyboardEvent) => void
}

/** Where in the grid one is, and what keys and clicks do there. */
export function useGridKeys(place: GridPlace): GridKeys {
  const { rowHeight, collection, columns, records, selection, scroller, scrollTo, onOpen } = place
  const [row, setRow] = useState(0)
  const [column, setColumn] = useState(0)
  const [edited, setEdited] = useState<GridKeys['edited']>()
  /** Where the last click on a box was: a click with Shift selects from there. */
  const anchor = useRef(0)
  const edit = useCallback(
    (record: RecordJson, field: string | undefined, byKey: boolean) => {
      setEdited(field === undefined ? undefined : { id: record.id, field })
      if (field === undefined && byKey) scroller.current?.focus()
    },
    [scroller],
  )
  const select = (index: number, id: string, isRange: boolean): void => {
    const isOn = !selection.has(id)
    const [from, to] = isRange
      ? [Math.min(anchor.current, index), Math.max(anchor.current, index)]
      : [index, index]
    anchor.current = index
    setRow(index)
    const between = Array.from({ length: to - from + 1 }, (_, step) => records.row(from + step)?.id ?? [])
    selection.setAll(between.flat(), isOn)
  }
  const click = (event: MouseEvent): void => {
    const target = event.target instanceof Element ? event.target : undefined
    const index = Number(target?.closest('[data-index]')?.getAttribute('data-index'))
    const record = records.row(index)
    if (!target || !record) return
    if (target.matches('input')) return select(index, record.id, event.shiftKey)
    // Beside the box is not the record: a click that missed must not open the sheet.
    if (target.closest('[data-select]')) return
    setRow(index)
    onOpen(record.id)
  }
  const act = (key: string): boolean => {
    const record = records.row(row)
    const field = columns[column]?.field
    if (key === 'Enter' && record) onOpen(record.id)
    else if (key === ' ' && record) select(row, record.id, false)
    else if (key === 'F2' && record && field)
      // What cannot be edited in its place is edited in the sheet.
      if (cellWay(collection, field, record)) edit(record, field.id, true)
      else onOpen(record.id)
    else if (key === 'ArrowRight') setColumn(Math.min(columns.length - 1, column + 1))
    else if (key === 'ArrowLeft') setColumn(Math.max(0, column - 1))
    else if (key === 'Escape' && selection.ids.size > 0) selection.clear()
    else return false
    return true
  }
  const press = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
    const onPage = Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight)
    const move = moves(row, records.rowCount, onPage)[event.key]
    if (move !== undefined) {
      setRow(move)
      scrollTo(move)
    } else if (!act(event.key)) return
    event.preventDefault()
  }
  return { row, column, edited, edit, click, press }
}

/** Where each key leads from a row. */
function moves(from: number, count: number, onPage: number): Partial<Record<string, number>> {
  const page = Math.max(1, onPage - 2)
  const inside = (index: number): number => Math.min(count - 1, Math.max(0, index))
  return {
    ArrowDown: inside(from + 1),
    ArrowUp: inside(from - 1),
    PageDown: inside(from + page),
    PageUp: inside(from - page),
    Home: 0,
    End: count - 1,
  }
}
