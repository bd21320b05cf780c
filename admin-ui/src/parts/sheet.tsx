import { type ReactNode, useLayoutEffect, useRef } from 'react'

interface SheetProps {
  label: string
  side: 'left' | 'right'
  onClose: () => void
  onKeyDown?: (event: React.KeyboardEvent) => void
  children: ReactNode
}

/** A modal sheet. The browser's own dialog keeps the focus inside, closes on Escape and gives the focus back. */
export function Sheet({ label, side, onClose, onKeyDown, children }: SheetProps): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null)
  // Before the dialog leaves the page: one that is gone cannot give the focus back.
  useLayoutEffect(() => {
    const opened = dialog.current
    opened?.showModal()
    // Else the first button would have it, with its ring.
    opened?.focus()
    return () => opened?.close()
  }, [])
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
