import { clsx } from 'clsx'
import type { ReactNode } from 'react'

const looks = {
  plain: 'bg-surface-2 text-text-2',
  accent: 'bg-accent-soft text-accent-text',
  danger: 'bg-danger-soft text-danger',
  ok: 'bg-surface-2 text-ok',
  warn: 'bg-surface-2 text-warn',
  info: 'bg-surface-2 text-info',
}

/** A word about the state or the kind of something. */
export function Badge({
  look = 'plain',
  children,
}: {
  look?: keyof typeof looks
  children: ReactNode
}): ReactNode {
  return (
    <span
      className={clsx(
        'inline-flex h-5 shrink-0 items-center gap-1 rounded-full px-2 text-xs font-medium whitespace-nowrap',
        looks[look],
      )}
    >
      {children}
    </span>
  )
}
