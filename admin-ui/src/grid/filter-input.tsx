// The focus stays in the input; the options are told to screen readers by aria-activedescendant.
/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/interactive-supports-focus */
import { useQuery } from '@tanstack/react-query'
import { clsx } from 'clsx'
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { useChoice } from '../choice.ts'
import { language, useMessages } from '../language.ts'
import { useLate } from '../use-late.ts'
import { completionQuery, type Completions } from './completion-query.ts'

interface FilterInputProps {
  id: string
  collection: string
  text: string
  onText: (text: string) => void
  placeholder: string
  isWrong: boolean
  describedBy: string | undefined
}

/** The input of a filter, with what may come next in a list below. Arrows choose, Enter and Tab take, Escape closes. */
export function FilterInput(props: FilterInputProps): ReactNode {
  const { id, text, placeholder, isWrong, describedBy } = props
  const { records } = useMessages()
  const { input, items, chosen, take, type, moveTo, close, press } = useCompletions(props)
  return (
    <div className="relative min-w-0 grow">
      <input
        ref={input}
        role="combobox"
        aria-expanded={items.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={items[chosen] && `${id}-${chosen}`}
        value={text}
        onChange={({ target }) => type(target.value, target.selectionStart ?? target.value.length)}
        onSelect={({ currentTarget }) => moveTo(currentTarget.selectionStart ?? 0)}
        onKeyDown={press}
        onBlur={close}
        aria-label={records.filter}
        aria-invalid={isWrong}
        aria-describedby={describedBy}
        placeholder={placeholder}
        autoCapitalize="off"
        autoComplete="off"
        autoCorrect="off"
        spellCheck={false}
        className="h-8 w-full bg-transparent px-2.5 font-mono text-sm outline-none placeholder:font-sans placeholder:text-text-3"
      />
      <CompletionList id={`${id}-list`} items={items} chosen={chosen} optionId={id} onTake={take} />
    </div>
  )
}

/** What may come next, and which of it is chosen. */
function useCompletions({ collection, text, onText }: FilterInputProps) {
  const input = useRef<HTMLInputElement>(null)
  const [at, setAt] = useState(text.length)
  const [isOpen, setOpen] = useState(false)
  const [chosen, setChosen] = useState(-1)
  const place = useLate(`${at} ${text}`, 80)
  const query = completionQuery(collection, text, Math.min(at, text.length), useChoice(language))
  const { data } = useQuery({ ...query, enabled: isOpen && place === `${at} ${text}` })
  const items = isOpen ? wanted(data, text) : []
  const close = (): void => setOpen(false)
  const type = (next: string, cursor: number): void => {
    onText(next)
    setAt(cursor)
    setOpen(true)
    setChosen(-1)
  }
  const take = (index: number): void => {
    const label = items[index]?.label
    if (!data || label === undefined) return
    const cursor = data.from + label.length
    type(text.slice(0, data.from) + label + text.slice(data.to), cursor)
    // Once the new text is in the input.
    requestAnimationFrame(() => input.current?.setSelectionRange(cursor, cursor))
  }
  const press = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && chosen < 0) return close()
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (move !== undefined && !isOpen) setOpen(true)
    if (items.length === 0) return
    if (move !== undefined) setChosen(Math.max(-1, Math.min(items.length - 1, chosen + move)))
    else if (event.key === 'Enter' || (event.key === 'Tab' && chosen >= 0)) take(chosen)
    else if (event.key === 'Escape') close()
    else return
    event.preventDefault()
  }
  return { input, items, chosen, take, type, moveTo: setAt, close, press }
}

interface CompletionListProps {
  id: string
  /** The ids of the options begin with it. */
  optionId: string
  items: Completions['items']
  chosen: number
  onTake: (index: number) => void
}

function CompletionList({ id, optionId, items, chosen, onTake }: CompletionListProps): ReactNode {
  const { grid } = useMessages()
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.children[chosen]?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  return (
    <div
      ref={list}
      id={id}
      role="listbox"
      aria-label={grid.suggestions}
      hidden={items.length === 0}
      className="absolute top-9 left-0 z-10 max-h-64 w-80 max-w-full overflow-y-auto rounded-sheet border border-line bg-surface-1 p-1 shadow-float"
    >
      {items.map(({ label, detail }, index) => (
        <div
          key={label}
          id={`${optionId}-${index}`}
          role="option"
          aria-selected={index === chosen}
          // Before the input loses the focus, which would close the list.
          onMouseDown={(event) => {
            event.preventDefault()
            onTake(index)
          }}
          className={clsx(
            'flex h-7.5 cursor-pointer items-center gap-3 rounded-control px-2 hover:bg-surface-2',
            index === chosen && 'bg-surface-2',
          )}
        >
          <span className="min-w-0 truncate font-mono text-xs">{label}</span>
          <span className="ml-auto shrink-0 text-xs text-text-3">{detail}</span>
        </div>
      ))}
    </div>
  )
}

/** A list whose only word is already written helps nobody. */
function wanted(completions: Completions | null | undefined, text: string): Completions['items'] {
  if (!completions) return []
  const written = text.slice(completions.from, completions.to)
  return completions.items.filter(({ label }) => label !== written && label.startsWith(written))
}
