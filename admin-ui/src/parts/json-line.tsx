// A tree is told by its roles: the browser has no element for one.
/* oxlint-disable jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus */
import { clsx } from 'clsx'
import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import { canFold, type JsonLine, TEXT_LENGTH } from './json-lines.ts'

interface JsonLineViewProps {
  id: string
  line: JsonLine
  isActive: boolean
  onPoint: () => void
  /** Opens or shuts it, or shows more. */
  onToggle: () => void
}

/** One line of a tree of JSON: what it is called, and its value or what it holds. */
export function JsonLineView({ id, line, isActive, onPoint, onToggle }: JsonLineViewProps): ReactNode {
  const { cells } = useMessages()
  const { key, depth, count, more, isOpen } = line
  const folds = canFold(line)
  return (
    <div
      id={id}
      role="treeitem"
      aria-level={depth + 1}
      aria-expanded={folds ? isOpen : undefined}
      aria-selected={isActive}
      data-active={isActive}
      onClick={() => {
        onPoint()
        if (folds || more !== undefined) onToggle()
      }}
      className="json-line flex cursor-default items-start gap-1 rounded-control py-px pr-2"
      style={{ paddingLeft: 6 + depth * 14 }}
    >
      <ChevronRight
        size={13}
        strokeWidth={2}
        aria-hidden
        className={clsx('mt-1 shrink-0 text-text-3', isOpen && 'rotate-90', !folds && 'invisible')}
      />
      {more === undefined ? (
        <span className="min-w-0 break-words whitespace-pre-wrap">
          <span className="text-text-2">{key}</span>
          <span className="text-text-3">: </span>
          {count === undefined ? <Single line={line} /> : <Holder line={line} />}
        </span>
      ) : (
        <span className="cursor-pointer text-accent-text">{cells.showMore(more)}</span>
      )}
    </div>
  )
}

/** A value that holds no others. */
function Single({ line: { value, isOpen } }: { line: JsonLine }): ReactNode {
  if (typeof value === 'string') {
    const isCut = !isOpen && value.length > TEXT_LENGTH
    return (
      <span className="text-ok">
        {JSON.stringify(isCut ? value.slice(0, TEXT_LENGTH) : value)}
        {isCut && <span className="text-text-3"> …</span>}
      </span>
    )
  }
  return (
    <span className={typeof value === 'number' ? 'text-info' : 'text-accent-text'}>
      {JSON.stringify(value)}
    </span>
  )
}

/** A list or an object: how many values are in its brackets. */
function Holder({ line: { value, count = 0 } }: { line: JsonLine }): ReactNode {
  const { cells } = useMessages()
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  return (
    <span className="text-text-3">
      {open}
      {count > 0 && <span className="font-sans">{cells.values(count)}</span>}
      {close}
    </span>
  )
}
