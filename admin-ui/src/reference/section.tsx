import type { ReactNode } from 'react'

interface SectionProps {
  title: string
  note?: string
  action?: ReactNode
  children: ReactNode
}

/** A part of a page about the API under its heading. */
export function Section({ title, note, action, children }: SectionProps): ReactNode {
  return (
    <section className="min-w-0">
      <div className="mb-2 flex min-h-8.5 flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="text-sm font-semibold">{title}</h3>
        {note !== undefined && <span className="min-w-0 text-xs break-words text-text-3">{note}</span>}
        {action !== undefined && <span className="ml-auto">{action}</span>}
      </div>
      {children}
    </section>
  )
}
