import { Paperclip } from 'lucide-react'
import { Chips } from '../parts/chip.tsx'
import type { FieldView } from './field-view.ts'
import { toTexts } from './value.ts'

export const file: FieldView = {
  icon: Paperclip,
  hue: 120,
  width: 200,
  grow: 1,
  Cell: ({ value }) => <Chips items={toTexts(value)} icon={Paperclip} limit={3} />,
  Full: ({ value }) => <Chips items={toTexts(value)} icon={Paperclip} />,
}
