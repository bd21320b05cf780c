import { ListChecks } from 'lucide-react'
import { Chips } from '../parts/chip.tsx'
import type { FieldView } from './field-view.ts'
import { toTexts } from './value.ts'

export const select: FieldView = {
  icon: ListChecks,
  hue: 10,
  width: 168,
  grow: 1,
  Cell: ({ value }) => <Chips items={toTexts(value)} limit={5} />,
  Full: ({ value }) => <Chips items={toTexts(value)} />,
}
