import { Plus } from 'lucide-react'
import type { ReactNode, RefObject } from 'react'
import { Button } from '../parts/button.tsx'

interface AddLineProps {
  /** Where the lines are. */
  list: RefObject<HTMLElement | null>
  onAdd: () => void
  children: string
}

/** The button that adds a line to a list of settings, and goes on in its first input. */
export function AddLine({ list, onAdd, children }: AddLineProps): ReactNode {
  return (
    <Button
      className="self-start"
      onClick={() => {
        onAdd()
        // After the line is there.
        requestAnimationFrame(() => list.current?.querySelector<HTMLElement>('li:last-child input')?.focus())
      }}
    >
      <Plus size={15} strokeWidth={1.75} aria-hidden />
      {children}
    </Button>
  )
}
