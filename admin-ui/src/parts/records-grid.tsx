// A table cannot be virtual: its rows are laid out by the browser, all of them. The roles say what these are.
/* oxlint-disable jsx-a11y/prefer-tag-over-role */
import type { CollectionJson } from '@dapur/sdk'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import type { Records } from '../use-records.ts'
import { type Column, layoutOf } from './columns.ts'
import { GridHeader } from './grid-header.tsx'
import { GridRow } from './grid-row.tsx'
import { GridSkeleton } from './grid-skeleton.tsx'
import { NoRecords } from './no-records.tsx'

const ROW_HEIGHT = 36

interface RecordsGridProps {
  collection: CollectionJson
  columns: readonly Column[]
  records: Records
  filter: string | undefined
  sort: string | undefined
  openId: string | undefined
  onOpen: (id: string) => void
  onSort: (sort: string | undefined) => void
  onClearFilter: () => void
}

/** The records as a virtual table. Arrows move the active row, Enter opens it. */
export function RecordsGrid(props: RecordsGridProps): ReactNode {
  const { collection, columns, records, sort, openId, onOpen, onSort } = props
  const scroller = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState(0)
  // We do not use the React Compiler, so nothing is memoized that must not be.
  // oxlint-disable-next-line react/incompatible-library
  const rows = useVirtualizer({
    count: records.rowCount,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
    scrollPaddingStart: ROW_HEIGHT,
  })
  const visible = rows.getVirtualItems()
  const range = [visible[0]?.index ?? 0, visible.at(-1)?.index ?? 0] as const
  const { show } = records
  // Every render: which rows are in sight is known only now, and asking for the same again is free.
  useEffect(() => show(...range))

  if (records.error !== undefined || records.rowCount === 0) {
    return records.total === undefined && records.error === undefined ? (
      <GridSkeleton columns={columns} />
    ) : (
      <NoRecords {...props} />
    )
  }
  const moveOrOpen = (event: KeyboardEvent): void => {
    const move = moves(active, records.rowCount, scroller.current)[event.key]
    const record = records.row(active)
    if (event.target !== event.currentTarget || (move === undefined && event.key !== 'Enter')) return
    event.preventDefault()
    if (move === undefined) return record && onOpen(record.id)
    setActive(move)
    rows.scrollToIndex(move)
  }
  return (
    <div
      ref={scroller}
      role="grid"
      tabIndex={0}
      aria-label={collection.name}
      aria-rowcount={records.rowCount + 1}
      aria-colcount={columns.length}
      aria-activedescendant={`row-${active}`}
      aria-busy={records.isOld}
      onKeyDown={moveOrOpen}
      className="min-h-0 grow overflow-auto border-t border-line text-sm"
      style={layoutOf(columns)}
    >
      <GridHeader columns={columns} sort={sort} onSort={onSort} />
      <div role="rowgroup" className="grid-body relative" style={{ height: rows.getTotalSize() }}>
        {visible.map(({ index, start }) => (
          <GridRow
            key={index}
            index={index}
            top={start}
            columns={columns}
            record={records.row(index)}
            isActive={index === active}
            openId={openId}
            onOpen={(id) => {
              setActive(index)
              onOpen(id)
            }}
          />
        ))}
      </div>
    </div>
  )
}

/** Where each key leads from a row. */
function moves(from: number, count: number, scroller: HTMLElement | null): Partial<Record<string, number>> {
  const page = Math.max(1, Math.floor((scroller?.clientHeight ?? 0) / ROW_HEIGHT) - 2)
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
