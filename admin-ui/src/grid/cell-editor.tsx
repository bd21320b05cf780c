import { type FocusEvent, type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import { fieldInput } from '../inputs/index.ts'
import { type EditedCell, useCellDraft } from './use-cell-draft.ts'

/** The input of one cell, in its place. Enter and leaving it save, Escape does not. */
export function CellEditor(cell: EditedCell): ReactNode {
  const { collection, field, record } = cell
  const frame = useRef<HTMLDivElement>(null)
  const { draft, set, problem, save, cancel, leave } = useCellDraft(cell)
  const input = fieldInput(field.type)
  useEffect(() => {
    const control = frame.current?.querySelector<HTMLElement>('input, textarea, select')
    control?.focus()
    if (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement) control.select()
  }, [])
  if (!input) return null
  const press = (event: KeyboardEvent): void => {
    // The keys of the grid are not for what is typed here.
    event.stopPropagation()
    if (event.key === 'Escape') cancel(true)
    if (event.key !== 'Enter' || event.shiftKey) return
    event.preventDefault()
    void save(true)
  }
  const blur = (event: FocusEvent<HTMLDivElement>): void => {
    if (!event.currentTarget.contains(event.relatedTarget)) leave()
  }
  return (
    // The input inside is what has the focus; here its keys are heard on their way.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      ref={frame}
      className="w-full"
      onKeyDown={press}
      onBlur={blur}
      onClick={(event) => event.stopPropagation()}
    >
      <label htmlFor="cell-input" className="sr-only">
        {field.name}
      </label>
      <input.Input
        id="cell-input"
        field={field}
        draft={draft}
        onChange={set}
        isWrong={problem !== undefined}
        describedBy={undefined}
        collection={collection}
        record={record}
      />
    </div>
  )
}
