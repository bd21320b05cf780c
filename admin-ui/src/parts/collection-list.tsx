import type { CollectionJson } from '@dapur/sdk'
import { Link } from '@tanstack/react-router'
import { clsx } from 'clsx'
import { ChevronRight } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { createChoice, useChoice } from '../choice.ts'
import { useMessages } from '../language.ts'
import { CollectionIcon } from './collection-icon.tsx'
import { foldersOf } from './folders.ts'

const systemFolder = createChoice('dapur_system_folder', ['closed', 'open'], 'closed')

interface CollectionListProps {
  collections: readonly CollectionJson[]
  search: string
  onChosen?: () => void
}

/** The collections that match the search; those of the system in a folder that stays as it was left. */
export function CollectionList({ collections, search, onChosen }: CollectionListProps): ReactNode {
  const { shell } = useMessages()
  const folder = useChoice(systemFolder)
  const wanted = search.trim().toLowerCase()
  const found = collections.filter(({ name }) => name.toLowerCase().includes(wanted))
  const own = found.filter(({ system }) => !system)
  const system = found.filter((collection) => collection.system)
  if (found.length === 0) {
    const text = wanted === '' ? shell.noCollections : shell.nothingFound(search.trim())
    return <p className="px-2 py-1 text-sm break-words text-text-3">{text}</p>
  }
  // Who searches wants to see what is found.
  const isOpen = folder === 'open' || (wanted !== '' && system.length > 0)
  const chosen = onChosen ? { onChosen } : {}
  return (
    <>
      {foldersOf(own).map(({ prefix, collections: members }) =>
        prefix === '' ? (
          <Links key="" collections={members} {...chosen} />
        ) : (
          <PrefixFolder
            key={prefix}
            prefix={prefix}
            collections={members}
            isSearch={wanted !== ''}
            {...chosen}
          />
        ),
      )}
      {system.length > 0 && (
        <>
          <FolderButton
            words={shell.system}
            count={system.length}
            isOpen={isOpen}
            onToggle={() => systemFolder.set(isOpen ? 'closed' : 'open')}
            className={own.length > 0 ? 'mt-4' : ''}
          />
          {isOpen && <Links collections={system} {...chosen} />}
        </>
      )}
    </>
  )
}

type PrefixFolderProps = Omit<CollectionListProps, 'search'> & { prefix: string; isSearch: boolean }

/** Collections with the same prefix, which is then said once. Closed ones open where something is searched. */
function PrefixFolder({ prefix, collections, isSearch, onChosen }: PrefixFolderProps): ReactNode {
  const [isClosed, setClosed] = useState(false)
  const isOpen = isSearch || !isClosed
  return (
    <>
      <FolderButton
        words={prefix.slice(0, -1)}
        count={collections.length}
        isOpen={isOpen}
        onToggle={() => setClosed(isOpen)}
        className="mt-3"
      />
      {isOpen && <Links collections={collections} {...(onChosen ? { onChosen } : {})} />}
    </>
  )
}

interface FolderButtonProps {
  words: string
  count: number
  isOpen: boolean
  onToggle: () => void
  className: string
}

function FolderButton({ words, count, isOpen, onToggle, className }: FolderButtonProps): ReactNode {
  return (
    <button
      type="button"
      aria-expanded={isOpen}
      onClick={onToggle}
      className={clsx(
        'flex h-8 w-full items-center gap-1.5 rounded-control px-2 text-xs font-medium text-text-3 hover:text-text-1',
        className,
      )}
    >
      <ChevronRight
        size={13}
        aria-hidden
        className={clsx('transition-transform duration-100', isOpen && 'rotate-90')}
      />
      <span className="min-w-0 truncate">{words}</span>
      <span className="ml-auto tabular-nums">{count}</span>
    </button>
  )
}

function Links({ collections, onChosen }: Omit<CollectionListProps, 'search'>): ReactNode {
  return (
    <ul className="flex flex-col gap-px">
      {collections.map(({ id, name, type }) => (
        <li key={id}>
          <Link
            to="/collections/$name"
            params={{ name }}
            onClick={() => onChosen?.()}
            title={name}
            className="flex h-8 items-center gap-2.5 rounded-control px-2 text-sm transition-colors duration-75"
            activeOptions={{ includeSearch: false }}
            activeProps={{ className: 'bg-surface-3 font-medium text-text-1', 'aria-current': 'page' }}
            inactiveProps={{ className: 'text-text-2 hover:bg-surface-2 hover:text-text-1' }}
          >
            <CollectionIcon type={type} />
            <span className="truncate">{name}</span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
