import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

interface EmptyStateProps {
  icon?: LucideIcon
  title: string
  lead: string
  children?: ReactNode
}

/** Where there is nothing to show: what it means, and what can be done. */
export function EmptyState({ icon: Icon, title, lead, children }: EmptyStateProps): ReactNode {
  return (
    <div className="flex min-w-0 grow flex-col items-center justify-center px-6 py-16 text-center">
      {Icon && <Icon size={28} strokeWidth={1.25} className="mb-4 text-text-3" aria-hidden />}
      <h2 className="text-lg font-semibold">{title}</h2>
      <p className="mt-1 max-w-100 text-sm text-pretty break-words text-text-2">{lead}</p>
      {children !== undefined && (
        <div className="mt-5 flex max-w-full flex-col items-center gap-3">{children}</div>
      )}
    </div>
  )
}
