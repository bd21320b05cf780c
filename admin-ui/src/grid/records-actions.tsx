import type { CollectionJson } from '@dapur/sdk'
import { ArrowDownUp, FileUp } from 'lucide-react'
import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import { IconButton } from '../parts/button.tsx'
import { Menu } from '../parts/menu.tsx'
import { useExport } from '../transfer/use-export.ts'

interface RecordsActionsProps {
  collection: CollectionJson
  filter: string | undefined
  sort: string | undefined
  onImport: () => void
}

/** What all records that match can do at once: go out as a file, and come in from one. */
export function RecordsActions({ collection, filter, sort, onImport }: RecordsActionsProps): ReactNode {
  const { grid } = useMessages()
  const { items, isBusy } = useExport(collection, { filter, sort })
  const imports = [{ words: grid.import, icon: FileUp, onSelect: onImport }]
  return (
    <Menu groups={collection.type === 'view' ? [items] : [items, imports]}>
      <IconButton label={grid.actions} disabled={isBusy}>
        <ArrowDownUp size={15} strokeWidth={1.75} aria-hidden />
      </IconButton>
    </Menu>
  )
}
