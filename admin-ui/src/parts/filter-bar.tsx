import type { CollectionJson } from '@dapur/sdk'
import { clsx } from 'clsx'
import { ListFilter, X } from 'lucide-react'
import { type FormEvent, type ReactNode, useId, useState } from 'react'
import { FilterInput } from '../grid/filter-input.tsx'
import { useMessages } from '../language.ts'
import { IconButton } from './button.tsx'
import { FilterProblem } from './filter-problem.tsx'

interface FilterBarProps {
  /** Buttons at its right. */
  children?: ReactNode
  collection: CollectionJson
  filter: string | undefined
  /** The server's refusal of this filter. */
  error: unknown
  onFilter: (filter: string | undefined) => void
}

/** The filter of the address, to be changed; Enter applies it. What is wrong with it stands below. */
export function FilterBar({ children, collection, filter, error, onFilter }: FilterBarProps): ReactNode {
  const messages = useMessages()
  const id = useId()
  const [text, setText] = useState(filter ?? '')
  const isWrong = error !== undefined
  const apply = (event: FormEvent): void => {
    event.preventDefault()
    onFilter(text.trim() || undefined)
  }
  return (
    <search className="shrink-0 px-4 pb-4 sm:px-6">
      <form onSubmit={apply}>
        <div className="flex items-center gap-1">
          <div
            className={clsx(
              'flex min-w-0 grow items-center rounded-control border bg-surface-2 focus-within:outline-1 focus-within:outline-focus',
              isWrong ? 'border-danger' : 'border-transparent focus-within:border-focus',
            )}
          >
            <ListFilter size={15} strokeWidth={1.75} className="ml-2.5 shrink-0 text-text-3" aria-hidden />
            <FilterInput
              id={id}
              collection={collection.name}
              text={text}
              onText={setText}
              placeholder={messages.records.filterExample(exampleFor(collection))}
              isWrong={isWrong}
              describedBy={isWrong ? `${id}-problem` : undefined}
            />
            {text !== '' && (
              <IconButton
                label={messages.records.clearFilter}
                onClick={() => (filter === undefined ? setText('') : onFilter(undefined))}
                className="size-7 mr-0.5"
              >
                <X size={14} strokeWidth={1.75} aria-hidden />
              </IconButton>
            )}
          </div>
          {children}
        </div>
        {isWrong && <FilterProblem id={`${id}-problem`} filter={filter ?? ''} error={error} />}
      </form>
    </search>
  )
}

/** A filter that works here, made of a field that the collection has. */
function exampleFor({ fields }: CollectionJson): string {
  const visible = fields.filter(({ name, hidden }) => name !== 'id' && !hidden)
  const text = visible.find(({ type }) => ['text', 'email', 'editor', 'url'].includes(type))
  if (text) return `${text.name} ~ "a"`
  const number = visible.find(({ type }) => type === 'number')
  return number ? `${number.name} > 10` : 'id != ""'
}
