import { useQuery } from '@tanstack/react-query'
import { Unplug } from 'lucide-react'
import type { ReactNode } from 'react'
import { explain } from '../explain.ts'
import { useMessages } from '../language.ts'
import { EmptyState } from '../parts/empty-state.tsx'
import { collectionsQuery } from '../queries.ts'
import { CollectionsExport } from './collections-export.tsx'
import { CollectionsImport } from './collections-import.tsx'

/** Takes all collections out as JSON, and brings some in. */
export function CollectionsTransfer(): ReactNode {
  const messages = useMessages()
  // What is exported, or compared with, is what is there now.
  const { data: collections, error } = useQuery({ ...collectionsQuery, staleTime: 0 })
  if (collections === undefined) {
    const title = messages.settings.transfer.failedTitle
    return error && <EmptyState icon={Unplug} title={title} lead={explain(error, messages)} />
  }
  return (
    <div className="flex max-w-150 flex-col gap-7">
      <CollectionsExport collections={collections} />
      <CollectionsImport collections={collections} />
    </div>
  )
}
