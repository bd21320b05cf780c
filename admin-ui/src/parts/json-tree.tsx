// A tree is told by its roles, and has the focus itself: aria-activedescendant says where in it one is.
import { Copy, Link2 } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react'
import { useMessages } from '../language.ts'
import { copyText } from '../record/copy-text.ts'
import { IconButton } from './button.tsx'
import { JsonLineView } from './json-line.tsx'
import { canFold, type JsonLine, jsonLines, moreOf } from './json-lines.ts'

interface JsonTreeProps {
  value: unknown
  /** What the value is called. */
  name: string
  /** What paths begin with: the name unless told. */
  path?: string
  /** Shall keys go to it as soon as it is there? */
  takesFocus?: boolean
}

/**
 * JSON as a tree. Arrows move, open and shut; Enter does too. C copies the value of the line and P its path. The texts
 * are only ever text: nothing in them becomes markup.
 */
export function JsonTree({ value, name, path = name, takesFocus = false }: JsonTreeProps): ReactNode {
  const { editor } = useMessages()
  const id = useId()
  const frame = useRef<HTMLDivElement>(null)
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set())
  const [caps, setCaps] = useState<ReadonlyMap<string, number>>(new Map())
  const [active, setActive] = useState(0)
  const lines = useMemo(
    () => jsonLines({ name, path }, value, touched, caps),
    [name, path, value, touched, caps],
  )
  const at = Math.min(active, lines.length - 1)
  const line = lines[at]
  useEffect(() => {
    if (takesFocus) frame.current?.focus()
  }, [takesFocus])
  useEffect(() => {
    // Only what a key led to: a tree that has just come must not pull the page to itself.
    if (document.activeElement === frame.current)
      document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: 'nearest' })
  }, [id, at])
  const toggle = ({ path, more }: JsonLine): void => {
    if (more !== undefined) setCaps(moreOf(path, caps))
    else
      setTouched(new Set(touched.has(path) ? [...touched].filter((one) => one !== path) : [...touched, path]))
  }
  const press = (event: KeyboardEvent): void => {
    if (!line || event.ctrlKey || event.metaKey || event.altKey) return
    const copied = { c: textOf(line), p: line.path }[event.key]
    const next = placeFor(event.key, lines, at)
    if (copied !== undefined) void copyText(copied, editor)
    else if (next !== undefined) setActive(next)
    else if (doesFold(event.key, line)) toggle(line)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className="json-tree flex min-h-0 min-w-0 flex-col rounded-control border border-line bg-surface-1">
      <div
        ref={frame}
        role="tree"
        tabIndex={0}
        aria-label={name}
        aria-activedescendant={`${id}-${at}`}
        onKeyDown={press}
        className="min-h-0 grow overflow-y-auto rounded-t-control p-1 font-mono text-xs leading-5"
      >
        {lines.map((one, index) => (
          <JsonLineView
            key={one.more === undefined ? one.path : `${one.path} more`}
            id={`${id}-${index}`}
            line={one}
            isActive={index === at}
            onPoint={() => setActive(index)}
            onToggle={() => toggle(one)}
          />
        ))}
      </div>
      {line && <Foot line={line} />}
    </div>
  )
}

/** Where the line is, and its copies. */
function Foot({ line }: { line: JsonLine }): ReactNode {
  const { cells, editor } = useMessages()
  return (
    <div className="flex shrink-0 items-center border-t border-line pr-0.5 pl-2.5">
      <code className="min-w-0 grow truncate font-mono text-xs text-text-2" title={cells.pathHint}>
        {line.path}
      </code>
      {line.path !== '' && (
        <IconButton
          label={cells.copyPath}
          title={`${cells.copyPath} (P)`}
          onClick={() => void copyText(line.path, editor)}
          className="size-7"
        >
          <Link2 size={14} strokeWidth={1.75} aria-hidden />
        </IconButton>
      )}
      <IconButton
        label={cells.copyValue}
        title={`${cells.copyValue} (C)`}
        onClick={() => void copyText(textOf(line), editor)}
        className="size-7"
      >
        <Copy size={14} strokeWidth={1.75} aria-hidden />
      </IconButton>
    </div>
  )
}

/** A text as it is, anything else as JSON. */
function textOf({ value }: JsonLine): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2)
}

/** Does the key open or shut the line, or show more of a list? */
function doesFold(key: string, line: JsonLine): boolean {
  if (key === 'Enter' || key === ' ') return canFold(line) || line.more !== undefined
  return canFold(line) && (line.isOpen ? key === 'ArrowLeft' : key === 'ArrowRight')
}

/** Where a key leads; undefined when it leads nowhere, as where it opens or shuts a line. */
function placeFor(key: string, lines: readonly JsonLine[], at: number): number | undefined {
  const line = lines[at]
  const last = lines.length - 1
  if (!line) return undefined
  if (key === 'ArrowLeft' && !(line.isOpen && canFold(line))) {
    const above = lines.slice(0, at).findLastIndex(({ depth }) => depth < line.depth)
    return Math.max(0, above)
  }
  if (key === 'ArrowRight' && line.isOpen && line.count !== undefined) return Math.min(last, at + 1)
  return { ArrowDown: Math.min(last, at + 1), ArrowUp: Math.max(0, at - 1), Home: 0, End: last }[key]
}
