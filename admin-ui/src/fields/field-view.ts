import type { FieldJson, RecordJson } from '@dapur/sdk'
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

/** What a field type looks like: the same icon and tint in grid, sheet, editor and diagram. */
export interface FieldView {
  icon: LucideIcon
  /** The hue of the tint, in degrees of OKLCH. */
  hue: number
  /** The width of the column in pixels, before anything is known about its values. */
  width: number
  /** Is the value one line of text, so that the column may be as wide as its longest one? */
  isLine?: boolean
  /** How much of the free width the column takes; 0 keeps its width. */
  grow: number
  align?: 'right'
  /** The value in one line of the grid. Never called with an empty value. */
  Cell: (props: CellProps) => ReactNode
  /** The value at full length in the record sheet; the cell where there is nothing more to show. */
  Full?: (props: CellProps) => ReactNode
}

export interface CellProps {
  value: unknown
  field: FieldJson
  record: RecordJson
}
