import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Command, Plus } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { explain } from '../explain.ts'
import { useMessages } from '../language.ts'
import { collectionsQuery } from '../queries.ts'
import { useOpenPalette } from '../palette/open-palette.ts'
import { AccountMenu } from './account-menu.tsx'
import { IconButton } from './button.tsx'
import { CollectionList } from './collection-list.tsx'
import { Mark } from './mark.tsx'
import { Notice } from './notice.tsx'
import { SectionLinks } from './section-links.tsx'
import { SearchInput } from './search-input.tsx'

/** The brand, the collections with their search, and the account. */
export function Sidebar({ onChosen }: { onChosen?: () => void }): ReactNode {
  const messages = useMessages()
  const { sections } = messages
  const openPalette = useOpenPalette()
  const [search, setSearch] = useState('')
  const { data: collections, error } = useQuery(collectionsQuery)
  return (
    <div className="flex min-h-0 w-full grow flex-col">
      <div className="flex h-14 shrink-0 items-center gap-2.5 px-5 text-accent-text">
        <Mark size={22} />
        <span className="text-lg font-semibold tracking-tight text-text-1">Dapur</span>
        <span className="grow" />
        <IconButton
          label={sections.paletteKeys}
          onClick={() => {
            onChosen?.()
            openPalette()
          }}
          className="-mr-2.5"
        >
          <Command size={15} strokeWidth={1.75} aria-hidden />
        </IconButton>
      </div>
      <div className="mx-3 mb-3 flex items-center gap-1">
        <div className="relative min-w-0 grow">
          <SearchInput label={messages.shell.search} value={search} onType={setSearch} />
        </div>
        <Link
          to="/new-collection"
          title={sections.newCollection}
          aria-label={sections.newCollection}
          onClick={() => onChosen?.()}
          className="inline-flex size-8.5 shrink-0 items-center justify-center rounded-control text-text-2 transition-colors duration-100 hover:bg-surface-2 hover:text-text-1"
        >
          <Plus size={16} strokeWidth={1.75} aria-hidden />
        </Link>
      </div>
      <nav aria-label={messages.shell.collections} className="min-h-0 grow overflow-y-auto px-3 pb-4">
        {error && <Notice kind="danger">{explain(error, messages)}</Notice>}
        {collections ? (
          <CollectionList collections={collections} search={search} {...(onChosen ? { onChosen } : {})} />
        ) : (
          !error && <ListSkeleton />
        )}
      </nav>
      <SectionLinks {...(onChosen ? { onChosen } : {})} />
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
