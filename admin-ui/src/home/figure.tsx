import type { ReactNode } from 'react'

interface FigureProps {
  name: string
  /** Undefined: not known yet. */
  value: string | undefined
  /** What the number is about, in a few words. */
  note: ReactNode
  look?: 'plain' | 'danger' | 'warn'
}

const looks = { plain: 'text-text-1', danger: 'text-danger', warn: 'text-warn' }

/** One number that tells how the server is. It is a part of a `dl`. */
export function Figure({ name, value, note, look = 'plain' }: FigureProps): ReactNode {
  return (
    <div className="min-w-0 border-t border-line pt-3">
      <dt className="text-xs font-medium text-text-3">{name}</dt>
      <dd className="mt-1">
        {value === undefined ? (
          <div className="late skeleton my-2 h-5 w-20" />
        ) : (
          <span
            className={`block truncate text-2xl font-semibold tracking-tight tabular-nums ${looks[look]}`}
          >
            {value}
          </span>
        )}
        <span className="mt-0.5 block min-h-4 truncate text-xs text-text-3">{note}</span>
      </dd>
    </div>
  )
}
