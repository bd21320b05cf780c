import { useQuery } from '@tanstack/react-query'
import { Search } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { explain } from '../explain.ts'
import { useMessages } from '../language.ts'
import { collectionsQuery } from '../queries.ts'
import { AccountMenu } from './account-menu.tsx'
import { CollectionList } from './collection-list.tsx'
import { Mark } from './mark.tsx'
import { Notice } from './notice.tsx'

/** The brand, the collections with their search, and the account. */
export function Sidebar({ onChosen }: { onChosen?: () => void }): ReactNode {
  const messages = useMessages()
  const [search, setSearch] = useState('')
  const { data: collections, error } = useQuery(collectionsQuery)
  return (
    <div className="flex min-h-0 w-full grow flex-col">
      <div className="flex h-14 shrink-0 items-center gap-2.5 px-5 text-accent-text">
        <Mark size={22} />
        <span className="text-lg font-semibold tracking-tight text-text-1">Dapur</span>
      </div>
      <div className="relative mx-3 mb-3">
        <Search
          size={14}
          strokeWidth={1.75}
          aria-hidden
          className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-text-3"
        />
        <input
          type="search"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          aria-label={messages.shell.search}
          placeholder={messages.shell.search}
          className="h-8.5 w-full rounded-control bg-surface-2 pr-2 pl-8 text-sm placeholder:text-text-3"
        />
      </div>
      <nav aria-label={messages.shell.collections} className="min-h-0 grow overflow-y-auto px-3 pb-4">
        {error && <Notice kind="danger">{explain(error, messages)}</Notice>}
        {collections ? (
          <CollectionList collections={collections} search={search} {...(onChosen ? { onChosen } : {})} />
        ) : (
          !error && <ListSkeleton />
        )}
      </nav>
      <div className="shrink-0 border-t border-line p-2">
        <AccountMenu />
      </div>
    </div>
  )
}

function ListSkeleton(): ReactNode {
  return (
    <div className="late flex flex-col gap-4 px-2 pt-2" aria-hidden="true">
      {[96, 132, 80, 112].map((width) => (
        <div key={width} className="skeleton h-3" style={{ width }} />
      ))}
    </div>
  )
}
