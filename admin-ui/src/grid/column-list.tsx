import {
  type Announcements,
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  type UniqueIdentifier,
  useSensor,
  useSensors,
} from '@dnd-kit/core'
import {
  arrayMove,
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from '@dnd-kit/sortable'
import { CSS } from '@dnd-kit/utilities'
import { GripVertical } from 'lucide-react'
import type { ReactNode } from 'react'
import { useChoice } from '../choice.ts'
import { TypeIcon } from '../fields/type-icon.tsx'
import { useMessages } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { type Column, orderColumns } from '../parts/columns.ts'
import { Switch } from '../parts/switch.tsx'
import type { ColumnPrefs } from './column-prefs.ts'
import { rowSpacing } from './row-height.ts'

export interface ColumnListProps {
  columns: readonly Column[]
  prefs: ColumnPrefs
  onChange: (change: Partial<ColumnPrefs>) => void
}

/** All columns of a collection: which are shown, and in which order. Space takes a line up, arrows move it. */
export function ColumnList({ columns, prefs, onChange }: ColumnListProps): ReactNode {
  const { grid, cells } = useMessages()
  const isCompact = useChoice(rowSpacing) === 'compact'
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  )
  const ordered = orderColumns(columns, prefs.order)
  const ids = ordered.map(({ field }) => field.id)
  const drop = ({ active, over }: DragEndEvent): void => {
    if (!over || active.id === over.id) return
    onChange({ order: arrayMove(ids, ids.indexOf(String(active.id)), ids.indexOf(String(over.id))) })
  }
  const toggle = (id: string): void => {
    const { hidden } = prefs
    onChange({ hidden: hidden.includes(id) ? hidden.filter((other) => other !== id) : [...hidden, id] })
  }
  /** What screen readers are told of a move: where the column would be now. */
  const placeOf = (id: UniqueIdentifier, over: UniqueIdentifier | undefined): string | undefined => {
    const column = ordered.find(({ field }) => field.id === id)
    const place = ids.indexOf(String(over ?? id))
    return column && grid.columnPlace(column.field.name, place + 1, ids.length)
  }
  const announcements: Announcements = {
    onDragStart: ({ active }) => placeOf(active.id, undefined),
    onDragOver: ({ active, over }) => placeOf(active.id, over?.id),
    onDragEnd: ({ active, over }) => placeOf(active.id, over?.id),
    onDragCancel: ({ active }) => placeOf(active.id, undefined),
  }
  const shown = ids.filter((id) => !prefs.hidden.includes(id))
  return (
    <div className="flex max-h-110 flex-col">
      <DndContext
        sensors={sensors}
        collisionDetection={closestCenter}
        accessibility={{ announcements, screenReaderInstructions: { draggable: grid.moveHint } }}
        onDragEnd={drop}
      >
        <SortableContext items={ids} strategy={verticalListSortingStrategy}>
          <ul aria-label={grid.columns} className="min-h-0 overflow-y-auto">
            {ordered.map((column) => (
              <Line
                key={column.field.id}
                column={column}
                isShown={shown.includes(column.field.id)}
                isLast={shown.length === 1 && shown[0] === column.field.id}
                onToggle={() => toggle(column.field.id)}
              />
            ))}
          </ul>
        </SortableContext>
      </DndContext>
      <Button
        look="plain"
        className="mt-1.5 self-start"
        onClick={() => onChange({ order: [], hidden: [], widths: {} })}
      >
        {grid.resetColumns}
      </Button>
      <div className="-mx-2 mt-1.5 border-t border-line px-4 pt-3 pb-1.5">
        <Switch
          label={cells.compactRows}
          checked={isCompact}
          onChange={(next) => rowSpacing.set(next ? 'compact' : 'roomy')}
        />
      </div>
    </div>
  )
}

interface LineProps {
  column: Column
  isShown: boolean
  /** A grid without columns would show nothing. */
  isLast: boolean
  onToggle: () => void
}

function Line({ column: { field }, isShown, isLast, onToggle }: LineProps): ReactNode {
  const { grid } = useMessages()
  const { attributes, listeners, setNodeRef, transform, transition } = useSortable({ id: field.id })
  return (
    <li
      ref={setNodeRef}
      style={{ transform: CSS.Translate.toString(transform), transition }}
      className="flex h-8 items-center gap-1 rounded-control text-sm hover:bg-surface-2"
    >
      <button
        type="button"
        {...attributes}
        {...listeners}
        aria-label={grid.moveColumn(field.name)}
        className="flex h-8 w-6 shrink-0 cursor-grab items-center justify-center text-text-3"
      >
        <GripVertical size={14} aria-hidden />
      </button>
      <label className="flex h-8 min-w-0 grow cursor-pointer items-center gap-2 pr-2">
        <input
          type="checkbox"
          checked={isShown}
          disabled={isLast}
          onChange={onToggle}
          className="size-3.5 accent-accent"
        />
        <TypeIcon type={field.type} />
        <span className="truncate">{field.name}</span>
      </label>
    </li>
  )
}
