import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import { IconButton } from '../parts/button.tsx'
import { CopyButton } from '../parts/copy-button.tsx'

interface SheetHeaderProps {
  title: string
  /** An id below the title, to be copied. */
  id?: string | undefined
  onClose: () => void
  /** Buttons before the cross. */
  children?: ReactNode
}

/** The head of a sheet: what it shows, and the way out. */
export function SheetHeader({ title, id, onClose, children }: SheetHeaderProps): ReactNode {
  const { common, editor } = useMessages()
  return (
    <header className="flex h-14 shrink-0 items-center gap-0.5 border-b border-line pr-3 pl-5">
      <div className="flex min-w-0 grow flex-col">
        <h2 className="truncate text-base font-semibold" title={title}>
          {title}
        </h2>
        {id !== undefined && <span className="truncate font-mono text-xs text-text-3">{id}</span>}
      </div>
      {id !== undefined && <CopyButton text={id} label={editor.copyId} className="size-8.5" />}
      {children}
      <IconButton label={common.close} onClick={onClose}>
        <X size={16} strokeWidth={1.75} aria-hidden />
      </IconButton>
    </header>
  )
}
