import { Pilcrow } from 'lucide-react'
import type { FieldView } from './field-view.ts'
import { toLine, toText } from './value.ts'

const TAGS = /<[^>]*>/g

export const editor: FieldView = {
  icon: Pilcrow,
  hue: 280,
  width: 220,
  grow: 2,
  // The tags only go so that the words can be read. The rest is shown as text, whatever it holds.
  Cell: ({ value }) => <span className="truncate">{toLine(toText(value).replace(TAGS, ' '))}</span>,
  Full: ({ value }) => (
    <code className="font-mono text-xs leading-5 break-words whitespace-pre-wrap">{toText(value)}</code>
  ),
}
