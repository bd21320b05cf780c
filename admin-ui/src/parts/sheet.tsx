import type { ReactNode } from 'react'
import { useModal } from './use-modal.ts'

interface SheetProps {
  label: string
  side: 'left' | 'right'
  onClose: () => void
  onKeyDown?: (event: React.KeyboardEvent) => void
  children: ReactNode
}

/** A modal sheet. The browser's own dialog keeps the focus inside, closes on Escape and gives the focus back. */
export function Sheet({ label, side, onClose, onKeyDown, children }: SheetProps): ReactNode {
  const dialog = useModal({ takesFocus: true })
  return (
    // The backdrop belongs to the dialog: a click that hits the dialog itself hit the backdrop.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={dialog}
      aria-label={label}
      tabIndex={-1}
      className="sheet outline-none"
      data-side={side}
      onCancel={(event) => {
        // Whoever opened the sheet closes it.
        event.preventDefault()
        onClose()
      }}
      onKeyDown={onKeyDown}
      onClick={(event) => event.target === event.currentTarget && onClose()}
    >
      {children}
    </dialog>
  )
}
