import { clsx } from 'clsx'
import { CircleAlert, CircleCheck, Info } from 'lucide-react'
import type { ReactNode } from 'react'

const icons = { danger: CircleAlert, info: Info, ok: CircleCheck }

/** A sentence about the whole form or page, announced when it appears. */
export function Notice({ kind, children }: { kind: keyof typeof icons; children: ReactNode }): ReactNode {
  const Icon = icons[kind]
  return (
    <div
      role={kind === 'danger' ? 'alert' : 'status'}
      className={clsx(
        'flex gap-2.5 rounded-control px-3 py-2.5 text-sm',
        kind === 'danger' ? 'bg-danger-soft text-danger' : 'bg-surface-2 text-text-2',
        kind === 'ok' && '[&>svg]:text-ok',
      )}
    >
      <Icon size={16} strokeWidth={1.75} className="mt-0.5 shrink-0" aria-hidden />
      <div className="min-w-0 break-words">{children}</div>
    </div>
  )
}
