import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'

interface ShownOnceProps {
  title: string
  lead: string
  /** The verb by which somebody says that it is kept. */
  done: string
  onClose: () => void
  children: ReactNode
}

/** A secret that was made just now; nobody sees it after this. */
export function ShownOnce({ title, lead, done, onClose, children }: ShownOnceProps): ReactNode {
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <Button look="primary" onClick={onClose}>
          {done}
        </Button>
      }
    >
      <div className="flex flex-col gap-4 text-sm text-pretty text-text-2">
        <p>{lead}</p>
        {children}
      </div>
    </Dialog>
  )
}
