import type { ReactNode } from 'react'

/** Settings of one kind under their title. */
export function Group({
  title,
  lead,
  children,
}: {
  title: string
  lead: string
  children: ReactNode
}): ReactNode {
  return (
    <section aria-label={title} className="flex flex-col gap-4 border-b border-line py-6 last:border-0">
      <div>
        <h2 className="text-base font-semibold">{title}</h2>
        <p className="text-sm text-pretty text-text-3">{lead}</p>
      </div>
      {children}
    </section>
  )
}
