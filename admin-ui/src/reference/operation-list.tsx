import { Link } from '@tanstack/react-router'
import { clsx } from 'clsx'
import { type ReactNode, useState } from 'react'
import { useMessages } from '../language.ts'
import type { Operation } from './api-document.ts'
import { MethodChip } from './method-chip.tsx'
import { SearchInput } from '../parts/search-input.tsx'

interface ListProps {
  operations: readonly Operation[]
  openId: string | undefined
  onChosen?: (() => void) | undefined
}

/** All operations by what they are about, with a search over names, addresses and words. */
export function OperationList({ operations, openId, onChosen }: ListProps): ReactNode {
  const { reference } = useMessages()
  const [search, setSearch] = useState('')
  const words = search.trim().toLowerCase()
  const found = operations.filter(({ id, path, summary }) =>
    `${id} ${path} ${summary}`.toLowerCase().includes(words),
  )
  const groups = Map.groupBy(found, ({ tag }) => tag)
  return (
    <div className="flex min-h-0 w-full grow flex-col">
      <div className="relative mx-3 mt-3 mb-2">
        <SearchInput label={reference.search} value={search} onType={setSearch} />
      </div>
      <nav aria-label={reference.operations} className="min-h-0 grow overflow-y-auto px-3 pb-6">
        {found.length === 0 && (
          <p className="px-2 pt-2 text-sm break-words text-text-3">{reference.nothing(search.trim())}</p>
        )}
        {[...groups].map(([tag, items]) => (
          <section key={tag} aria-label={tag} className="pt-3">
            <h2 className="truncate px-2 pb-1 text-xs font-medium text-text-3">{tag}</h2>
            <ul>
              {items.map((operation) => (
                <Item
                  key={operation.id}
                  operation={operation}
                  isOpen={operation.id === openId}
                  onChosen={onChosen}
                />
              ))}
            </ul>
          </section>
        ))}
      </nav>
    </div>
  )
}

interface ItemProps {
  operation: Operation
  isOpen: boolean
  onChosen: (() => void) | undefined
}

function Item({ operation: { id, method, summary, path }, isOpen, onChosen }: ItemProps): ReactNode {
  return (
    <li>
      <Link
        to="/reference"
        search={(now) => ({ ...now, op: id })}
        title={path}
        aria-current={isOpen ? 'page' : undefined}
        {...(onChosen && { onClick: onChosen })}
        className={clsx(
          'flex h-8 items-center gap-2.5 rounded-control px-2 text-sm hover:bg-surface-2',
          isOpen ? 'bg-surface-2 font-medium text-text-1' : 'text-text-2',
        )}
      >
        <MethodChip method={method} />
        <span className="min-w-0 truncate">{summary}</span>
      </Link>
    </li>
  )
}
