import {
  type Announcements,
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core'
import { SortableContext, sortableKeyboardCoordinates, verticalListSortingStrategy } from '@dnd-kit/sortable'
import { type ReactNode, useMemo } from 'react'
import { useMessages } from '../language.ts'

interface SortingProps {
  /** The lines that can be moved, in order, each by the key of its `useSortable` and a name to be told by. */
  items: readonly { readonly key: string; readonly name: string }[]
  onMove: (from: number, to: number) => void
  children: ReactNode
}

/** Lets the lines of a list be moved, by pointer, by finger and by keyboard: space lifts, arrows move, space drops. */
export function Sorting({ items, onMove, children }: SortingProps): ReactNode {
  const { collection } = useMessages()
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  )
  const announcements = useMemo((): Announcements => {
    const name = (key: unknown): string => items.find((item) => item.key === key)?.name ?? ''
    const place = (key: unknown): number => items.findIndex((item) => item.key === key) + 1
    return {
      onDragStart: ({ active }) => collection.lifted(name(active.id)),
      onDragOver: ({ active, over }) =>
        over ? collection.movedTo(name(active.id), place(over.id)) : undefined,
      onDragEnd: ({ active }) => collection.dropped(name(active.id)),
      onDragCancel: ({ active }) => collection.dropped(name(active.id)),
    }
  }, [items, collection])
  const end = ({ active, over }: DragEndEvent): void => {
    if (!over || active.id === over.id) return
    const [from, to] = [active.id, over.id].map((key) => items.findIndex((item) => item.key === key))
    if (from !== undefined && to !== undefined && from >= 0 && to >= 0) onMove(from, to)
  }
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={end}
      accessibility={{ announcements, screenReaderInstructions: { draggable: collection.moveHelp } }}
    >
      <SortableContext items={items.map(({ key }) => key)} strategy={verticalListSortingStrategy}>
        <ul className="flex flex-col gap-2">{children}</ul>
      </SortableContext>
    </DndContext>
  )
}
