import { AtSign } from 'lucide-react'
import type { FieldView } from './field-view.ts'
import { TextFull } from './text.tsx'
import { toLine, toText } from './value.ts'

export const email: FieldView = {
  icon: AtSign,
  hue: 220,
  width: 200,
  isLine: true,
  grow: 1,
  Cell: ({ value }) => <span className="truncate">{toLine(toText(value))}</span>,
  Full: TextFull,
}
