import { Hash } from 'lucide-react'
import { useChoice } from '../choice.ts'
import { type Language, language } from '../language.ts'
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
  return <span className="truncate tabular-nums">{formatOf(locale).format(value)}</span>
}

const formats = new Map<Language, Intl.NumberFormat>()

/** One for all cells: to make one takes longer than to draw a cell. */
function formatOf(locale: Language): Intl.NumberFormat {
  const known = formats.get(locale)
  if (known) return known
  // From five digits on: a year stays 2026.
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 20, useGrouping: 'min2' })
  formats.set(locale, format)
  return format
}
