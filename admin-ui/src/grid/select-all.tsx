import { type ReactNode, useEffect, useRef } from 'react'
import { useMessages } from '../language.ts'
import type { Records } from '../use-records.ts'
import type { Selection } from './selection.ts'

interface SelectAllProps {
  records: Records
  selection: Selection
}

/** Selects the rows that are loaded, or none. */
export function SelectAll({ records, selection }: SelectAllProps): ReactNode {
  const { grid } = useMessages()
  const box = useRef<HTMLInputElement>(null)
  const loaded = records.loaded().map(({ id }) => id)
  const count = loaded.filter((id) => selection.has(id)).length
  const isAll = loaded.length > 0 && count === loaded.length
  useEffect(() => {
    if (box.current) box.current.indeterminate = count > 0 && !isAll
  }, [count, isAll])
  return (
    <input
      ref={box}
      type="checkbox"
      aria-label={grid.selectLoaded(loaded.length)}
      title={grid.selectLoaded(loaded.length)}
      checked={isAll}
      onChange={() => selection.setAll(loaded, !isAll)}
      className="size-4 shrink-0 cursor-pointer accent-accent"
    />
  )
}
