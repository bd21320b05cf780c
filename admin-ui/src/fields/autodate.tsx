import { CalendarClock } from 'lucide-react'
import { DateCell, DateFull } from './date.tsx'
import type { FieldView } from './field-view.ts'

export const autodate: FieldView = {
  icon: CalendarClock,
  hue: 65,
  width: 168,
  grow: 0,
  Cell: DateCell,
  Full: DateFull,
}
