import { useSortable } from '@dnd-kit/sortable'
import { clsx } from 'clsx'
import { ChevronRight, Trash2, Undo2 } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { TypeIcon } from '../fields/type-icon.tsx'
import { useMessages } from '../language.ts'
import { Badge } from '../parts/badge.tsx'
import { IconButton } from '../parts/button.tsx'
import { SortHandle } from '../parts/sort-handle.tsx'
import type { FieldTypeJson } from './collection-queries.ts'
import type { FieldDraft } from './draft.ts'
import { FieldSettings } from './field-settings.tsx'
import { typeWords } from './field-words.ts'

interface FieldLineProps {
  field: FieldDraft
  type: FieldTypeJson | undefined
  /** The name that it is stored under; undefined for a new one. */
  storedName: string | undefined
  /** Was it added just now? Then its name is what is typed next. */
  isFresh: boolean
  /** Is the whole collection new, so that no field needs to say so? */
  isFirst: boolean
  isOpen: boolean
  isGone: boolean
  problemOf: (option: string) => string | undefined
  hasProblem: boolean
  onToggle: () => void
  onRemove: () => void
  onChange: (change: Partial<FieldDraft>) => void
}

/** One field of the form: moved by its handle, named in its line, opened for its settings. */
export function FieldLine(props: FieldLineProps): ReactNode {
  const { field, type, isOpen, isGone, problemOf, hasProblem, onToggle, onRemove, onChange } = props
  const messages = useMessages()
  const { collection } = messages
  const { setNodeRef, transform, transition, isDragging, ...handle } = useSortable({
    id: field.key,
    disabled: isGone,
  })
  const nameProblem = problemOf('name')
  const words = typeWords(field.type, messages).name
  return (
    <li
      ref={setNodeRef}
      style={{
        transform: transform ? `translate3d(0, ${transform.y}px, 0)` : undefined,
        transition,
      }}
      className={clsx(
        'relative rounded-sheet border bg-surface-1',
        isDragging ? 'z-10 border-focus shadow-float' : hasProblem ? 'border-danger' : 'border-line',
      )}
    >
      <div className="flex h-11 items-center gap-1 pr-1.5 pl-1">
        <SortHandle name={field.name} {...handle} />
        <span title={words} className="inline-flex w-6 shrink-0 justify-center">
          <TypeIcon type={field.type} size={15} />
        </span>
        <NameInput
          field={field}
          isFresh={props.isFresh}
          isGone={isGone}
          problem={nameProblem}
          onChange={onChange}
        />
        <Marks field={field} storedName={props.storedName} isGone={isGone} isFirst={props.isFirst} />
        {!field.system && (
          <IconButton
            label={isGone ? collection.keep(field.name) : collection.remove(field.name)}
            onClick={onRemove}
          >
            {isGone ? (
              <Undo2 size={15} strokeWidth={1.75} aria-hidden />
            ) : (
              <Trash2 size={15} strokeWidth={1.75} aria-hidden />
            )}
          </IconButton>
        )}
        <IconButton
          label={collection.settingsOf(field.name)}
          aria-expanded={isOpen}
          disabled={isGone}
          onClick={onToggle}
        >
          <ChevronRight
            size={16}
            strokeWidth={1.75}
            aria-hidden
            className={clsx('transition-transform duration-100', isOpen && 'rotate-90')}
          />
        </IconButton>
      </div>
      {nameProblem !== undefined && (
        <p id={`${field.key}-name`} className="px-4 pb-2.5 text-xs text-danger">
          {nameProblem}
        </p>
      )}
      {isOpen && !isGone && (
        <FieldSettings field={field} type={type} problemOf={problemOf} onChange={onChange} />
      )}
    </li>
  )
}

interface NameInputProps {
  field: FieldDraft
  isFresh: boolean
  isGone: boolean
  problem: string | undefined
  onChange: (change: Partial<FieldDraft>) => void
}

/** The name, which looks like text until it is touched. */
function NameInput({ field, isFresh, isGone, problem: nameProblem, onChange }: NameInputProps): ReactNode {
  const messages = useMessages()
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (isFresh) input.current?.select()
  }, [isFresh])
  return (
    <input
      ref={input}
      value={field.name}
      readOnly={field.system || isGone}
      aria-label={messages.collection.nameOf(typeWords(field.type, messages).name)}
      aria-invalid={nameProblem !== undefined}
      aria-describedby={nameProblem === undefined ? undefined : `${field.key}-name`}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => onChange({ name: event.target.value })}
      className={clsx(
        'h-8 min-w-0 grow rounded-control border border-transparent bg-transparent px-2 text-sm font-medium',
        !field.system && 'hover:border-line-control focus:border-focus focus:bg-surface-1',
        'focus-visible:outline-1 focus-visible:outline-offset-0',
        isGone && 'text-text-3 line-through',
      )}
    />
  )
}

function Marks({
  field,
  storedName,
  isGone,
  isFirst,
}: Pick<FieldLineProps, 'field' | 'storedName' | 'isGone' | 'isFirst'>): ReactNode {
  const { collection } = useMessages()
  return (
    <span className="hidden shrink-0 items-center gap-1 sm:flex">
      {isGone && <Badge look="danger">{collection.marks.gone}</Badge>}
      {!isGone && !isFirst && storedName === undefined && <Badge look="accent">{collection.marks.new}</Badge>}
      {storedName !== undefined && storedName !== field.name && (
        <Badge look="info">{collection.marks.was(storedName)}</Badge>
      )}
      {field.required === true && <Badge>{collection.marks.required}</Badge>}
      {field.hidden && <Badge>{collection.marks.hidden}</Badge>}
      {field.system && <Badge>{collection.marks.system}</Badge>}
    </span>
  )
}
