import { Type } from 'lucide-react'
import type { CellProps, FieldView } from './field-view.ts'
import { toLine, toText } from './value.ts'

export const text: FieldView = {
  icon: Type,
  hue: 250,
  width: 180,
  isLine: true,
  grow: 1,
  Cell: ({ value, field }) => (
    <span className={field.name === 'id' ? 'truncate font-mono text-xs text-text-2' : 'truncate'}>
      {toLine(toText(value))}
    </span>
  ),
  Full: TextFull,
}

/** A text as it was written, with its line breaks. */
export function TextFull({ value, field }: CellProps) {
  return (
    <p className={field.name === 'id' ? 'font-mono text-xs' : 'break-words whitespace-pre-wrap'}>
      {toText(value)}
    </p>
  )
}
