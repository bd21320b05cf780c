import { Braces } from 'lucide-react'
import { lazy, Suspense } from 'react'
import type { FieldView } from './field-view.ts'
import { toLine } from './value.ts'

const JsonTree = lazy(async () => ({ default: (await import('../parts/json-tree.tsx')).JsonTree }))

export const json: FieldView = {
  icon: Braces,
  hue: 180,
  width: 200,
  grow: 1,
  Cell: ({ value }) => (
    <span className="truncate font-mono text-xs text-text-2">{toLine(JSON.stringify(value) ?? '')}</span>
  ),
  Full: ({ value, field }) => (
    <Suspense>
      <JsonTree value={value} name={field.name} />
    </Suspense>
  ),
}
