// A table cannot be virtual: its rows are laid out by the browser, all of them. The roles say what these are.
/* oxlint-disable jsx-a11y/prefer-tag-over-role */
import type { CollectionJson } from '@dapur/sdk'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import type { Selection } from '../grid/selection.ts'
import { useRowHeight } from '../grid/row-height.ts'
import { useGridKeys } from '../grid/use-grid-keys.ts'
import { SelectAll } from '../grid/select-all.tsx'
import type { Records } from '../use-records.ts'
import { type Column, layoutOf } from './columns.ts'
import { GridHeader } from './grid-header.tsx'
import { GridRow } from './grid-row.tsx'
import { GridSkeleton } from './grid-skeleton.tsx'
import { NoRecords } from './no-records.tsx'

interface RecordsGridProps {
  collection: CollectionJson
  columns: readonly Column[]
  records: Records
  filter: string | undefined
  sort: string | undefined
  openId: string | undefined
  selection: Selection
  onOpen: (id: string) => void
  onSort: (sort: string | undefined) => void
  onWidth: (fieldId: string, width: number | undefined) => void
  onClearFilter: () => void
}

/** The records as a virtual table. Arrows move, Enter opens, F2 edits in place, Space selects. */
export function RecordsGrid(props: RecordsGridProps): ReactNode {
  const { collection, columns, records, sort, openId, selection, onSort, onWidth } = props
  const scroller = useRef<HTMLDivElement>(null)
  const rowHeight = useRowHeight()
  // We do not use the React Compiler, so nothing is memoized that must not be.
  // oxlint-disable-next-line react/incompatible-library
  const rows = useVirtualizer({
    count: records.rowCount,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
    scrollPaddingStart: rowHeight,
  })
  // Rows of another height are all measured anew.
  useLayoutEffect(() => rows.measure(), [rows, rowHeight])
  const visible = rows.getVirtualItems()
  const range = [visible[0]?.index ?? 0, visible.at(-1)?.index ?? 0] as const
  const { show } = records
  // Every render: which rows are in sight is known only now, and asking for the same again is free.
  useEffect(() => show(...range))
  const keys = useGridKeys({ ...props, rowHeight, scroller, scrollTo: (index) => rows.scrollToIndex(index) })

  // Scrolling draws the grid anew at each frame, and changes nothing here.
  const header = useMemo(() => {
    const select = <SelectAll records={records} selection={selection} />
    return <GridHeader columns={columns} sort={sort} onSort={onSort} onWidth={onWidth} select={select} />
  }, [columns, records, selection, sort, onSort, onWidth])

  if (records.error !== undefined || records.rowCount === 0) {
    return records.total === undefined && records.error === undefined ? (
      <GridSkeleton columns={columns} />
    ) : (
      <NoRecords {...props} />
    )
  }
  return (
    <div
      ref={scroller}
      role="grid"
      tabIndex={0}
      aria-label={collection.name}
      aria-rowcount={records.rowCount + 1}
      aria-colcount={columns.length + 1}
      aria-multiselectable="true"
      aria-activedescendant={`row-${keys.row}`}
      aria-busy={records.isOld}
      onKeyDown={keys.press}
      className="min-h-0 grow overflow-auto border-t border-line text-sm"
      style={{ ...layoutOf(columns), '--row-height': `${rowHeight}px` }}
    >
      {header}
      {/* Keys are heard above: the grid itself has the focus. */}
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions */}
      <div
        role="rowgroup"
        className="grid-body relative"
        style={{ height: rows.getTotalSize() }}
        onClick={keys.click}
      >
        {visible.map(({ index, start }) => {
          const record = records.row(index)
          const isActive = index === keys.row
          const isEdited = record !== undefined && keys.edited?.id === record.id
          return (
            <GridRow
              key={index}
              index={index}
              top={start}
              collection={collection}
              columns={columns}
              record={record}
              isActive={isActive}
              isOpen={record !== undefined && record.id === openId}
              isSelected={record !== undefined && selection.has(record.id)}
              activeField={isActive ? columns[keys.column]?.field.id : undefined}
              editedField={isEdited ? keys.edited?.field : undefined}
              onEdit={keys.edit}
            />
          )
        })}
      </div>
    </div>
  )
}
