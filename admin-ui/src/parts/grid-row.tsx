// A table cannot be virtual: its rows are laid out by the browser, all of them. The roles say what these are.
/* oxlint-disable jsx-a11y/prefer-tag-over-role */
import type { CollectionJson, RecordJson } from '@dapur/sdk'
import { clsx } from 'clsx'
import { Eye, Pencil } from 'lucide-react'
import { lazy, memo, type ReactNode, Suspense, useState } from 'react'
import { isEmptyValue } from '../fields/value.ts'
import { CellEditor } from '../grid/cell-editor.tsx'
import { type CellWay, cellWay } from '../grid/cell-way.ts'
import { useMessages } from '../language.ts'
import type { Column } from './columns.ts'

const CellPanel = lazy(async () => ({ default: (await import('../grid/cell-panel.tsx')).CellPanel }))

interface GridRowProps extends CellsProps {
  index: number
  /** Pixels from the top of the body. */
  top: number
  isActive: boolean
  isOpen: boolean
  isSelected: boolean
}

/**
 * One record in the grid. It hears nothing itself, neither keys nor clicks: the grid does, for all rows. So a row is drawn
 * once, and at each step of scrolling only those that come into sight.
 */
export const GridRow = memo(function GridRow(props: GridRowProps): ReactNode {
  const { index, top, record, isActive, isOpen, isSelected, ...cells } = props
  const { grid } = useMessages()
  const [isHovered, setHovered] = useState(false)
  return (
    <div
      role="row"
      id={`row-${index}`}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      data-index={index}
      data-active={isActive}
      data-open={isOpen}
      className={clsx('grid-row', record && 'cursor-default')}
      style={{ transform: `translateY(${top}px)` }}
      onPointerEnter={() => setHovered(true)}
      onPointerLeave={() => setHovered(false)}
    >
      <div role="gridcell" className="grid-select" data-select>
        {record && (
          <input
            type="checkbox"
            aria-label={grid.selectRecord(record.id)}
            checked={isSelected}
            tabIndex={-1}
            readOnly
            className="size-4 shrink-0 cursor-pointer accent-accent"
          />
        )}
      </div>
      <Cells {...cells} record={record} isHovered={isHovered} />
    </div>
  )
})

interface CellsProps {
  collection: CollectionJson
  columns: readonly Column[]
  /** Undefined while its page is loading. */
  record: RecordJson | undefined
  /** The field that keys would edit, and the one that is being edited, if they are in this row. */
  activeField: string | undefined
  editedField: string | undefined
  onEdit: (record: RecordJson, field: string | undefined, byKey: boolean) => void
}

function Cells(props: CellsProps & { isHovered: boolean }): ReactNode {
  const { columns, record, activeField, editedField } = props
  return columns.map((column) => (
    <div
      key={column.field.id}
      role="gridcell"
      data-field={column.field.name === 'id' ? 'id' : undefined}
      data-active={column.field.id === activeField}
      data-editing={column.field.id === editedField}
      className={clsx('grid-cell', column.view.align === 'right' && 'justify-end')}
    >
      {record ? (
        <Cell {...props} column={column} record={record} />
      ) : (
        <span className="late skeleton h-2.5 w-3/5" />
      )}
    </div>
  ))
}

type CellProps = CellsProps & { column: Column; record: RecordJson; isHovered: boolean }

function Cell(props: CellProps): ReactNode {
  const { collection, column, record, editedField, isHovered, onEdit } = props
  const { field, view } = column
  const value = record[field.name]
  const shown = isEmptyValue(value) ? <Nothing /> : <view.Cell value={value} field={field} record={record} />
  const isEdited = editedField === field.id
  const way = isEdited || isHovered ? cellWay(collection, field, record) : undefined
  if (!isEdited || !way) {
    return (
      <>
        {shown}
        {way && <EditButton name={field.name} way={way} onClick={() => onEdit(record, field.id, false)} />}
      </>
    )
  }
  const cell = { collection, field, record, onEnd: (byKey: boolean) => onEdit(record, undefined, byKey) }
  if (way === 'line') return <CellEditor {...cell} />
  return (
    <Suspense fallback={shown}>
      <CellPanel {...cell} way={way}>
        {shown}
      </CellPanel>
    </Suspense>
  )
}

function Nothing(): ReactNode {
  const { common } = useMessages()
  return (
    <span className="text-text-3">
      <span aria-hidden="true">–</span>
      <span className="sr-only">{common.empty}</span>
    </span>
  )
}

function EditButton({ name, way, onClick }: { name: string; way: CellWay; onClick: () => void }): ReactNode {
  const { grid, cells } = useMessages()
  const words = way === 'look' ? cells.look(name) : grid.editCell(name)
  const Icon = way === 'look' ? Eye : Pencil
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={words}
      title={`${words} (F2)`}
      className="cell-edit flex size-7 items-center justify-center rounded-control border border-line bg-surface-1 text-text-2 hover:text-text-1"
      onClick={(event) => {
        event.stopPropagation()
        onClick()
      }}
    >
      <Icon size={13} strokeWidth={1.75} aria-hidden />
    </button>
  )
}
