import { Popover } from 'radix-ui'
import { type KeyboardEvent, type ReactNode, Suspense } from 'react'
import { TypeIcon } from '../fields/type-icon.tsx'
import { fieldInput } from '../inputs/index.ts'
import { useMessages } from '../language.ts'
import { Button } from '../parts/button.tsx'
import type { CellWay } from './cell-way.ts'
import { type EditedCell, useCellDraft } from './use-cell-draft.ts'

interface CellPanelProps extends EditedCell {
  way: CellWay
  /** The cell as it is, under the panel. */
  children: ReactNode
}

/** What is edited in more than one line, in a panel above its cell. Ctrl+Enter and leaving it save, Escape does not. */
export function CellPanel({ way, children, ...cell }: CellPanelProps): ReactNode {
  const { collection, field, record } = cell
  const { cells, editor } = useMessages()
  const { draft, set, problem, save, cancel, leave } = useCellDraft(cell)
  const input = fieldInput(field.type)
  if (!input?.Panel) return children
  const canSave = way === 'panel'
  const press = (event: KeyboardEvent): void => {
    // The keys of the grid are not for what is typed here.
    event.stopPropagation()
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    void save(true)
  }
  return (
    <Popover.Root open>
      <Popover.Anchor asChild>
        <span className="flex h-full w-full min-w-0 items-center px-2.5">{children}</span>
      </Popover.Anchor>
      {/* Outside the grid: its rows know their size without what they hold, and cut off the rest. */}
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={2}
          alignOffset={2}
          collisionPadding={8}
          aria-label={canSave ? field.name : cells.look(field.name)}
          onKeyDown={press}
          onClick={(event) => event.stopPropagation()}
          onEscapeKeyDown={() => cancel(true)}
          onInteractOutside={leave}
          onCloseAutoFocus={(event) => event.preventDefault()}
          className="cell-panel z-20 flex flex-col gap-2.5 rounded-sheet border border-line bg-surface-1 p-3 shadow-float outline-none"
        >
          <span id="cell-input-label" className="flex min-w-0 items-center gap-1.5 text-sm font-medium">
            <TypeIcon type={field.type} size={13} />
            <span className="truncate">{field.name}</span>
          </span>
          <Suspense fallback={<div className="h-40" />}>
            <input.Panel
              id="cell-input"
              field={field}
              draft={draft}
              onChange={set}
              isWrong={problem !== undefined}
              describedBy={problem === undefined ? undefined : 'cell-input-note'}
              collection={collection}
              record={record}
              onSave={canSave ? (value) => void save(true, value) : undefined}
            />
          </Suspense>
          {problem !== undefined && (
            <p id="cell-input-note" className="text-xs break-words text-danger">
              {problem}
            </p>
          )}
          {canSave && (
            <div className="flex items-center justify-end gap-2" title={cells.saveHint}>
              <Button onClick={() => cancel(true)}>{editor.cancel}</Button>
              <Button look="primary" onClick={() => void save(true)}>
                {cells.save}
              </Button>
            </div>
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
