// A table cannot be virtual: its rows are laid out by the browser, all of them. The roles say what these are.
/* oxlint-disable jsx-a11y/prefer-tag-over-role */
import type { RecordJson } from '@dapur/sdk'
import { clsx } from 'clsx'
import { memo, type ReactNode } from 'react'
import { isEmptyValue } from '../fields/value.ts'
import { useMessages } from '../language.ts'
import type { Column } from './columns.ts'

interface GridRowProps {
  index: number
  /** Pixels from the top of the body. */
  top: number
  columns: readonly Column[]
  /** Undefined while its page is loading. */
  record: RecordJson | undefined
  isActive: boolean
  openId: string | undefined
  onOpen: (id: string) => void
}

/** One record in the grid. The grid itself has the focus, so the row only listens to the pointer. */
export function GridRow({ index, top, columns, record, isActive, openId, onOpen }: GridRowProps): ReactNode {
  return (
    // Keys are the grid's: it holds the focus and knows the active row.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      role="row"
      id={`row-${index}`}
      aria-rowindex={index + 2}
      aria-selected={record !== undefined && record.id === openId}
      data-active={isActive}
      className={clsx('grid-row', record && 'cursor-default')}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => record && onOpen(record.id)}
    >
      <Cells columns={columns} record={record} />
    </div>
  )
}

/** Apart, because rows are drawn anew at every step of scrolling and their contents need not be. */
const Cells = memo(function Cells({ columns, record }: Pick<GridRowProps, 'columns' | 'record'>): ReactNode {
  return columns.map((column) => (
    <div
      key={column.field.id}
      role="gridcell"
      className={clsx('grid-cell', column.view.align === 'right' && 'justify-end')}
    >
      {record ? <Cell column={column} record={record} /> : <span className="late skeleton h-2.5 w-3/5" />}
    </div>
  ))
})

function Cell({ column: { field, view }, record }: { column: Column; record: RecordJson }): ReactNode {
  const { common } = useMessages()
  const value = record[field.name]
  if (!isEmptyValue(value)) return <view.Cell value={value} field={field} record={record} />
  return (
    <span className="text-text-3">
      <span aria-hidden="true">–</span>
      <span className="sr-only">{common.empty}</span>
    </span>
  )
}
