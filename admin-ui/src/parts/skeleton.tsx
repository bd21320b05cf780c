import type { ReactNode } from 'react'

/** Where lines of text will be, once they have taken more than 200 ms. Widths in pixels. */
export function Skeleton({ widths = [180, 260, 220] }: { widths?: readonly number[] }): ReactNode {
  return (
    <div className="late flex flex-col gap-4 py-2" aria-hidden="true">
      {widths.map((width, index) => (
        <div key={index} className="skeleton h-3 max-w-full" style={{ width }} />
      ))}
    </div>
  )
}
