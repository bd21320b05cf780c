// A table cannot be virtual: its rows are laid out by the browser, all of them. The roles say what these are.
/* oxlint-disable jsx-a11y/prefer-tag-over-role */
import { clsx } from 'clsx'
import { ArrowDown, ArrowUp } from 'lucide-react'
import type { ReactNode } from 'react'
import { TypeIcon } from '../fields/type-icon.tsx'
import { ResizeHandle } from '../grid/resize-handle.tsx'
import { useMessages } from '../language.ts'
import type { Column } from './columns.ts'

interface GridHeaderProps {
  columns: readonly Column[]
  sort: string | undefined
  onSort: (sort: string | undefined) => void
  /** The width of one column; undefined for the one that its values ask for. */
  onWidth: (fieldId: string, width: number | undefined) => void
  /** The box that selects all rows that are there. */
  select: ReactNode
}

/** The heads of the columns. A click sorts up, the next one down, the third not at all. */
export function GridHeader({ columns, select, ...rest }: GridHeaderProps): ReactNode {
  return (
    <div role="rowgroup" className="grid-head sticky top-0 z-1 border-b border-line bg-surface-1">
      <div role="row" aria-rowindex={1} className="grid-row h-9">
        <div role="columnheader" className="grid-select">
          {select}
        </div>
        {columns.map((column) => (
          <Head key={column.field.id} column={column} {...rest} />
        ))}
      </div>
    </div>
  )
}

function Head({
  column: { field, view, width },
  sort,
  onSort,
  onWidth,
}: Omit<GridHeaderProps, 'columns' | 'select'> & { column: Column }): ReactNode {
  const { records } = useMessages()
  const direction = sort === field.name ? 'ascending' : sort === `-${field.name}` ? 'descending' : 'none'
  const next = { none: field.name, ascending: `-${field.name}`, descending: undefined }[direction]
  const Arrow = direction === 'descending' ? ArrowDown : ArrowUp
  return (
    <div
      role="columnheader"
      aria-sort={direction}
      data-field={field.name === 'id' ? 'id' : undefined}
      className={clsx('grid-cell', view.align === 'right' && 'justify-end')}
    >
      <button
        type="button"
        onClick={() => onSort(next)}
        title={records.sortBy(field.name)}
        className={clsx(
          'group -mx-1.5 flex h-7 min-w-0 items-center gap-1.5 rounded-control px-1.5 text-xs font-medium',
          'transition-colors duration-75 hover:bg-surface-2 hover:text-text-1',
          direction === 'none' ? 'text-text-2' : 'text-text-1',
        )}
      >
        <TypeIcon type={field.type} />
        <span className="truncate">{field.name}</span>
        <Arrow
          size={12}
          aria-hidden
          className={clsx(
            'shrink-0',
            direction === 'none' ? 'opacity-0 group-hover:opacity-50' : 'text-accent-text',
          )}
        />
      </button>
      <ResizeHandle
        name={field.name}
        width={width}
        onWidth={(next) => onWidth(field.id, next)}
        onForget={() => onWidth(field.id, undefined)}
      />
    </div>
  )
}
