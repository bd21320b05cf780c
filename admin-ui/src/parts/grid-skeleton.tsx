import type { ReactNode } from 'react'
import { useRowHeight } from '../grid/row-height.ts'
import { type Column, layoutOf } from './columns.ts'

const ROWS = [0.62, 0.48, 0.7, 0.55, 0.4, 0.66, 0.52, 0.6]

/** The grid before its first answer: quiet bars where the values will be, and only after 200 ms. */
export function GridSkeleton({ columns }: { columns: readonly Column[] }): ReactNode {
  const rowHeight = useRowHeight()
  return (
    <div
      className="late grow overflow-hidden border-t border-line pt-9"
      style={layoutOf(columns)}
      aria-hidden="true"
    >
      {ROWS.map((share) => (
        <div key={share} className="grid-row border-b border-line" style={{ height: rowHeight }}>
          <div className="grid-select" />
          {columns.map(({ field }) => (
            <div key={field.id} className="grid-cell" data-field={field.name === 'id' ? 'id' : undefined}>
              <span className="skeleton h-2.5" style={{ width: `${share * 100}%` }} />
            </div>
          ))}
        </div>
      ))}
    </div>
  )
}
