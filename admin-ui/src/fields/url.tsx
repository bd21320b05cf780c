import { Link } from 'lucide-react'
import type { CellProps, FieldView } from './field-view.ts'
import { toLine, toText } from './value.ts'

export const url: FieldView = {
  icon: Link,
  hue: 200,
  width: 200,
  isLine: true,
  grow: 1,
  Cell: ({ value }) => <span className="truncate">{toLine(toText(value))}</span>,
  Full: UrlFull,
}

/** A link only where it leads to the web: `javascript:` and its like stay text. */
function UrlFull({ value }: CellProps) {
  const address = toText(value)
  if (!/^https?:\/\//i.test(address)) return <p className="break-all">{address}</p>
  return (
    <a
      href={address}
      target="_blank"
      rel="noopener noreferrer"
      className="break-all text-accent-text underline decoration-1 underline-offset-3"
    >
      {address}
    </a>
  )
}
