import type { CollectionJson } from '@dapur/sdk'
import { Link } from '@tanstack/react-router'
import { clsx } from 'clsx'
import { Menu, Plus, RotateCw, Settings2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import { useOpenSidebar } from '../pages/shell.tsx'
import type { Records } from '../use-records.ts'
import { useTitle } from '../use-title.ts'
import { Button, IconButton } from './button.tsx'
import { CollectionIcon } from './collection-icon.tsx'

interface RecordsHeaderProps {
  /** As it is, or as the address has it. */
  name: string
  collection?: CollectionJson
  records?: Records
  /** Begins a new record; absent where there can be none. */
  onNew?: (() => void) | undefined
}

/** The name of the collection, its type, and how many records there are. */
export function RecordsHeader({ name, collection, records, onNew }: RecordsHeaderProps): ReactNode {
  const messages = useMessages()
  const openSidebar = useOpenSidebar()
  useTitle(name)
  return (
    <header className="flex h-14 shrink-0 items-center gap-3 px-4 sm:px-6">
      <IconButton label={messages.shell.openCollections} onClick={openSidebar} className="-ml-2 wide:hidden">
        <Menu size={18} strokeWidth={1.75} aria-hidden />
      </IconButton>
      <h1 className="min-w-0 truncate text-xl font-semibold tracking-tight">{name}</h1>
      {collection && (
        <span className="mt-0.5 hidden items-center gap-1.5 text-xs text-text-3 sm:flex">
          <CollectionIcon type={collection.type} size={13} />
          {messages.records.types[collection.type]}
        </span>
      )}
      <span className="grow" />
      {records && <Count records={records} />}
      {records && (
        <IconButton label={messages.records.reload} onClick={records.reload} className="-mr-2">
          <RotateCw
            size={15}
            strokeWidth={1.75}
            aria-hidden
            className={clsx(records.isLoading && 'late-turn')}
          />
        </IconButton>
      )}
      {collection && (
        <Link
          to="/collections/$name/edit"
          params={{ name: collection.name }}
          search={{}}
          title={messages.collection.edit}
          aria-label={messages.collection.edit}
          className="inline-flex size-8.5 shrink-0 items-center justify-center rounded-control text-text-2 transition-colors duration-100 hover:bg-surface-2 hover:text-text-1"
        >
          <Settings2 size={15} strokeWidth={1.75} aria-hidden />
        </Link>
      )}
      {onNew && (
        <Button look="primary" onClick={onNew}>
          <Plus size={15} strokeWidth={2} aria-hidden />
          <span className="hidden sm:inline">{messages.grid.newRecord}</span>
          <span className="sr-only sm:hidden">{messages.grid.newRecord}</span>
        </Button>
      )}
    </header>
  )
}

function Count({ records: { total, rowCount } }: { records: Records }): ReactNode {
  const { records } = useMessages()
  if (total === undefined) return null
  return (
    <output className="text-sm whitespace-nowrap text-text-3 tabular-nums">
      {rowCount < total ? records.countCapped(rowCount, total) : records.count(total)}
    </output>
  )
}
