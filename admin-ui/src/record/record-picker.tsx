// The focus stays in the search; the options are told to screen readers by aria-activedescendant.
/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus */
import type { CollectionJson, RecordJson } from '@dapur/sdk'
import { useQuery } from '@tanstack/react-query'
import { clsx } from 'clsx'
import { Check, Search } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { explain } from '../explain.ts'
import { useRecordLabel } from '../fields/record-label.ts'
import { useMessages } from '../language.ts'
import { Notice } from '../parts/notice.tsx'
import { useLate } from '../use-late.ts'
import { MATCHES, matchesQuery } from './related.ts'

interface RecordPickerProps {
  target: CollectionJson
  chosen: readonly string[]
  /** May no more be chosen? Those that are can still be taken back. */
  isFull?: boolean
  onPick: (id: string) => void
  onClose: () => void
}

/** A search over one collection. Arrows move, Enter picks, Escape leaves. */
export function RecordPicker({
  target,
  chosen,
  isFull = false,
  onPick,
  onClose,
}: RecordPickerProps): ReactNode {
  const messages = useMessages()
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const [active, setActive] = useState(0)
  const asked = useLate(text.trim())
  const { data: matches = [], error, isPending, isPlaceholderData } = useQuery(matchesQuery(target, asked))
  useEffect(() => input.current?.focus(), [])
  const press = (event: KeyboardEvent): void => {
    const use = { ArrowDown: () => move(1), ArrowUp: () => move(-1), Enter: pickActive, Escape: onClose }[
      event.key
    ]
    // With Ctrl, Enter is for what is around the search.
    if (!use || event.ctrlKey || event.metaKey) return
    // The form is not sent and the sheet is not closed by what is meant for the list.
    event.preventDefault()
    event.stopPropagation()
    use()
  }
  const move = (step: number): void => setActive(Math.max(0, Math.min(matches.length - 1, active + step)))
  const pickActive = (): void => {
    const record = matches[active]
    // While the answer to what was typed is on its way, the list is still that of before.
    if (record && !isPlaceholderData && asked === text.trim()) pick(record.id)
  }
  const isBarred = (one: string): boolean => isFull && !chosen.includes(one)
  const pick = (one: string): void => {
    if (!isBarred(one)) onPick(one)
  }
  return (
    <div className="overflow-hidden rounded-control border border-focus bg-surface-1">
      <div className="relative border-b border-line">
        <Search
          size={14}
          strokeWidth={1.75}
          aria-hidden
          className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-text-3"
        />
        <input
          ref={input}
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={matches[active] && `${id}-${active}`}
          aria-label={messages.editor.searchIn(target.name)}
          placeholder={messages.editor.searchIn(target.name)}
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setActive(0)
          }}
          onKeyDown={press}
          className="h-8.5 w-full bg-transparent pr-2.5 pl-8 text-sm outline-none placeholder:text-text-3"
        />
      </div>
      {error && <Notice kind="danger">{explain(error, messages)}</Notice>}
      <div id={`${id}-list`} role="listbox" aria-label={target.name} className="max-h-56 overflow-y-auto p-1">
        {matches.map((record, index) => (
          <Option
            key={record.id}
            id={`${id}-${index}`}
            record={record}
            isActive={index === active}
            isChosen={chosen.includes(record.id)}
            isBarred={isBarred(record.id)}
            onPick={() => pick(record.id)}
          />
        ))}
      </div>
      {!isPending && !error && <Foot count={matches.length} />}
    </div>
  )
}

/** What is not in the list: the others, or anything at all. */
function Foot({ count }: { count: number }): ReactNode {
  const { cells, editor } = useMessages()
  if (count === 0) return <p className="px-3 pb-3 text-sm text-text-3">{editor.nothingMatches}</p>
  if (count < MATCHES) return null
  return <p className="border-t border-line px-3 py-1.5 text-xs text-text-3">{cells.firstMatches(count)}</p>
}

interface OptionProps {
  id: string
  record: RecordJson
  isActive: boolean
  isChosen: boolean
  isBarred: boolean
  onPick: () => void
}

function Option({ id, record, isActive, isChosen, isBarred, onPick }: OptionProps): ReactNode {
  const label = useRecordLabel()(record)
  const line = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isActive) line.current?.scrollIntoView({ block: 'nearest' })
  }, [isActive])
  return (
    <div
      ref={line}
      id={id}
      role="option"
      aria-selected={isChosen}
      aria-disabled={isBarred}
      onClick={onPick}
      className={clsx(
        'flex h-8 cursor-pointer items-center gap-2 rounded-control px-2 text-sm hover:bg-surface-2',
        isActive && 'bg-surface-2',
        isBarred && 'cursor-not-allowed opacity-50',
      )}
    >
      <span className="flex w-3.5 shrink-0 justify-center text-accent-text">
        {isChosen && <Check size={14} strokeWidth={2} aria-hidden />}
      </span>
      {label !== undefined && <span className="min-w-0 truncate">{label}</span>}
      <span className={clsx('truncate font-mono text-xs text-text-3', label !== undefined && 'ml-auto')}>
        {record.id}
      </span>
    </div>
  )
}
