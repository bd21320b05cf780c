import type { FieldJson } from '@dapur/sdk'
import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import { holdsMany } from './holds-many.ts'

/** May no more records be chosen? */
export function isRelationFull(field: FieldJson, count: number): boolean {
  return holdsMany(field) && count >= Number(field['maxSelect'])
}

/** How many records are chosen, and how few or many the field takes; nothing where it holds one. */
export function RelationCount({ field, count }: { field: FieldJson; count: number }): ReactNode {
  const { cells } = useMessages()
  const { minSelect, maxSelect } = field
  if (!holdsMany(field)) return null
  const least = typeof minSelect === 'number' && minSelect > 0 ? [cells.atLeast(minSelect)] : []
  return (
    <p className="text-xs text-text-3 tabular-nums" aria-live="polite">
      {[cells.chosen(count), ...least, cells.atMost(Number(maxSelect))].join(' · ')}
    </p>
  )
}
