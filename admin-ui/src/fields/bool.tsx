import { Check, Minus, ToggleLeft } from 'lucide-react'
import { useMessages } from '../language.ts'
import type { CellProps, FieldView } from './field-view.ts'

export const bool: FieldView = { icon: ToggleLeft, hue: 330, width: 104, grow: 0, Cell: BoolCell }

function BoolCell({ value }: CellProps) {
  const { common } = useMessages()
  const isTrue = value === true
  const Icon = isTrue ? Check : Minus
  return (
    <span className={isTrue ? 'flex items-center gap-1.5' : 'flex items-center gap-1.5 text-text-3'}>
      <Icon size={14} strokeWidth={2} aria-hidden className={isTrue ? 'text-ok' : undefined} />
      {isTrue ? common.yes : common.no}
    </span>
  )
}
