import type { ReactNode } from 'react'
import { useTitle } from '../use-title.ts'
import { Mark } from './mark.tsx'

/** The frame of the pages before sign-in: the form at the left, the pot at the right where there is room. */
export function Entrance({
  title,
  lead,
  children,
}: {
  title: string
  lead: string
  children: ReactNode
}): ReactNode {
  useTitle(title)
  return (
    <div className="grid min-h-full grid-cols-[minmax(0,1fr)] wide:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
      <main className="flex flex-col bg-surface-1 px-6 py-8 sm:px-12">
        <div className="flex items-center gap-2.5 text-accent-text">
          <Mark size={24} />
          <span className="text-lg font-semibold tracking-tight text-text-1">Dapur</span>
        </div>
        <div className="mx-auto flex w-full max-w-90 grow flex-col justify-center py-12">
          <h1 className="text-2xl font-semibold tracking-tight text-balance">{title}</h1>
          <p className="mt-2 text-base text-pretty break-words text-text-2">{lead}</p>
          <div className="mt-8 flex flex-col gap-5">{children}</div>
        </div>
      </main>
      <div className="hidden flex-col border-l border-line bg-surface-0 wide:flex" aria-hidden="true">
        {/* The pot stands on its stove: the line runs through from edge to edge. */}
        <div className="flex grow-2 basis-0 items-end justify-center border-b border-accent text-accent">
          {/* The bottom of the drawing is 3 of its 24 units below the pot. */}
          <div className="-mb-10.5">
            <Mark size={336} stroke={0.14} />
          </div>
        </div>
        <div className="grow basis-0" />
      </div>
    </div>
  )
}
