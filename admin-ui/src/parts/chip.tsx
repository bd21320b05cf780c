import { clsx } from 'clsx'
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'

/** One of several values. */
function Chip({ icon: Icon, children }: { icon?: LucideIcon; children: ReactNode }): ReactNode {
  return (
    <span className="inline-flex h-5.5 max-w-full shrink-0 items-center gap-1.5 rounded-full border border-line bg-surface-1 px-2 text-xs">
      {Icon && <Icon size={11} strokeWidth={1.75} className="shrink-0 text-text-3" aria-hidden />}
      <span className="truncate">{children}</span>
    </span>
  )
}

interface ChipsProps {
  items: readonly ReactNode[]
  icon?: LucideIcon
  /** How many to show before "+3"; all unless told, and then on as many lines as they need. */
  limit?: number
}

/** Values side by side. */
export function Chips({ items, icon, limit }: ChipsProps): ReactNode {
  const { common } = useMessages()
  const shown = items.slice(0, limit)
  const rest = items.length - shown.length
  return (
    <span
      className={clsx('flex min-w-0 grow items-center gap-1', limit === undefined ? 'flex-wrap' : 'fade-end')}
    >
      {shown.map((item, index) => (
        // The order of the values is all that tells them apart: a value may stand there twice.
        <Chip key={index} {...(icon ? { icon } : {})}>
          {item}
        </Chip>
      ))}
      {rest > 0 && <span className="shrink-0 text-xs text-text-3 tabular-nums">{common.more(rest)}</span>}
    </span>
  )
}
