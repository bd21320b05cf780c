import { clsx } from 'clsx'
import { X } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { useMessages } from '../language.ts'
import { IconButton } from './button.tsx'
import { useModal } from './use-modal.ts'

interface DialogProps {
  title: ReactNode
  /** Buttons at the foot, the one that goes on last. */
  actions?: ReactNode
  isWide?: boolean
  onClose: () => void
  children: ReactNode
}

/** A window above the page, with its title and its buttons in sight while what is between them scrolls. */
export function Dialog({ title, actions, isWide = false, onClose, children }: DialogProps): ReactNode {
  const { common } = useMessages()
  const dialog = useModal({ takesFocus: true })
  const id = useId()
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={dialog}
      aria-labelledby={id}
      tabIndex={-1}
      className={clsx('dialog outline-none', isWide && 'dialog-wide')}
      onCancel={(event) => {
        event.preventDefault()
        // A sheet below would hear it too, and close.
        event.stopPropagation()
        onClose()
      }}
      onKeyDown={(event) => event.stopPropagation()}
      onClick={(event) => event.target === event.currentTarget && onClose()}
    >
      <div className="flex shrink-0 items-start gap-3 py-3.5 pr-3 pl-5">
        <h2 id={id} className="min-w-0 grow pt-1 text-lg font-semibold break-words">
          {title}
        </h2>
        <IconButton label={common.close} onClick={onClose}>
          <X size={16} strokeWidth={1.75} aria-hidden />
        </IconButton>
      </div>
      <div className="min-h-0 grow overflow-y-auto px-5 pb-5">{children}</div>
      {actions !== undefined && (
        <div className="flex shrink-0 flex-wrap items-center justify-end gap-2 border-t border-line px-5 py-3">
          {actions}
        </div>
      )}
    </dialog>
  )
}
