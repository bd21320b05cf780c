import { FileText, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import { IconButton } from '../parts/button.tsx'
import { useFormat } from '../use-format.ts'

interface FileLineProps {
  name: string
  /** Bytes; not known of stored files. */
  size?: number
  picture: string | undefined
  /** Where the file itself is. */
  address?: string | undefined
  isNew?: boolean
  onRemove?: () => void
}

/** One file in a form: its picture or an icon, its name, and a way to take it out. */
export function FileLine({
  name,
  size,
  picture,
  address,
  isNew = false,
  onRemove,
}: FileLineProps): ReactNode {
  const { editor } = useMessages()
  const format = useFormat()
  return (
    <div className="flex h-12 items-center gap-2.5 rounded-control border border-line bg-surface-0 pr-1 pl-1.5">
      <span className="flex size-9 shrink-0 items-center justify-center overflow-hidden rounded-control bg-surface-2">
        {picture === undefined ? (
          <FileText size={16} strokeWidth={1.5} className="text-text-3" aria-hidden />
        ) : (
          <img src={picture} alt="" className="size-full object-cover" />
        )}
      </span>
      <span className="flex min-w-0 grow flex-col">
        {address === undefined ? (
          <span className="truncate text-sm">{name}</span>
        ) : (
          <a
            href={address}
            target="_blank"
            rel="noopener noreferrer"
            className="truncate text-sm underline-offset-3 hover:underline"
          >
            {name}
          </a>
        )}
        {(isNew || size !== undefined) && (
          <span className="text-xs text-text-3 tabular-nums">
            {[isNew && editor.newFile, size !== undefined && format.bytes(size)].filter(Boolean).join(' · ')}
          </span>
        )}
      </span>
      {onRemove && (
        <IconButton label={editor.removeFile(name)} onClick={onRemove}>
          <X size={15} strokeWidth={1.75} aria-hidden />
        </IconButton>
      )}
    </div>
  )
}
