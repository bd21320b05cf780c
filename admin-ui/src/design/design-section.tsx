import type { ReactNode } from 'react'

/** Some parts of the system under their name. */
export function DesignSection({ title, children }: { title: string; children: ReactNode }): ReactNode {
  return (
    <section aria-label={title} className="flex max-w-240 flex-col gap-4">
      <h2 className="text-lg font-semibold">{title}</h2>
      {children}
    </section>
  )
}
