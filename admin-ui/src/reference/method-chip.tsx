import { clsx } from 'clsx'
import type { ReactNode } from 'react'

/** Reading is calm, writing is not; the letters say it too. */
const looks: Readonly<Record<string, string>> = {
  GET: 'text-info',
  POST: 'text-ok',
  PUT: 'text-warn',
  PATCH: 'text-warn',
  DELETE: 'text-danger',
}

/** The method of an operation. */
export function MethodChip({ method }: { method: string }): ReactNode {
  return (
    <span
      className={clsx(
        'inline-flex h-5 w-13 shrink-0 items-center justify-center rounded-[4px] bg-surface-2 font-mono text-[0.6875rem] font-medium',
        looks[method],
      )}
    >
      {method === 'DELETE' ? 'DEL' : method}
    </span>
  )
}
