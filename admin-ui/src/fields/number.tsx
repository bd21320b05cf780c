import { Hash } from 'lucide-react'
import { useChoice } from '../choice.ts'
import { language } from '../language.ts'
import type { CellProps, FieldView } from './field-view.ts'
import { toText } from './value.ts'

export const number: FieldView = {
  icon: Hash,
  hue: 150,
  width: 128,
  isLine: true,
  grow: 0,
  align: 'right',
  Cell: NumberCell,
}

function NumberCell({ value }: CellProps) {
  const locale = useChoice(language)
  if (typeof value !== 'number') return <span className="truncate">{toText(value)}</span>
  // From five digits on: a year stays 2026.
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 20, useGrouping: 'min2' })
  return <span className="truncate tabular-nums">{format.format(value)}</span>
}
