import { Braces } from 'lucide-react'
import { JsonText } from '../parts/json-text.tsx'
import type { FieldView } from './field-view.ts'
import { toLine } from './value.ts'

export const json: FieldView = {
  icon: Braces,
  hue: 180,
  width: 200,
  grow: 1,
  Cell: ({ value }) => (
    <span className="truncate font-mono text-xs text-text-2">{toLine(JSON.stringify(value) ?? '')}</span>
  ),
  Full: ({ value }) => <JsonText value={value} />,
}
