import type { ReactNode } from 'react'
import { fieldView } from './index.ts'

/** The icon of a field type, in its tint. */
export function TypeIcon({ type, size = 13 }: { type: string; size?: number }): ReactNode {
  const { icon: Icon, hue } = fieldView(type)
  return (
    <span className="tint inline-flex shrink-0" style={{ '--hue': String(hue) }}>
      <Icon size={size} strokeWidth={1.75} aria-hidden />
    </span>
  )
}
