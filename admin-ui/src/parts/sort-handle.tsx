import type { useSortable } from '@dnd-kit/sortable'
import { GripVertical } from 'lucide-react'
import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'

type HandleProps = Pick<
  ReturnType<typeof useSortable>,
  'setActivatorNodeRef' | 'attributes' | 'listeners'
> & { name: string }

/** What the line is taken by: with the pointer, a finger, or the space key. */
export function SortHandle({ name, setActivatorNodeRef, attributes, listeners }: HandleProps): ReactNode {
  const { collection } = useMessages()
  return (
    <button
      type="button"
      ref={setActivatorNodeRef}
      {...attributes}
      {...listeners}
      aria-label={collection.move(name)}
      className="inline-flex h-8.5 w-6 shrink-0 cursor-grab touch-none items-center justify-center rounded-control text-text-3 hover:text-text-1"
    >
      <GripVertical size={14} strokeWidth={1.75} aria-hidden />
    </button>
  )
}
