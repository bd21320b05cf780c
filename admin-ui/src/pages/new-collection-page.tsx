import type { CollectionJson } from '@dapur/sdk'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Unplug } from 'lucide-react'
import type { ReactNode } from 'react'
import { CollectionEditor } from '../collection/collection-editor.tsx'
import { scaffoldsQuery } from '../collection/collection-queries.ts'
import { explain } from '../explain.ts'
import { useMessages } from '../language.ts'
import { Frame } from '../operations/frame.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { collectionsQuery } from '../queries.ts'

const route = getRouteApi('/shell/new-collection')

/** Makes a collection, beginning with the empty one of its type. */
export function NewCollectionPage(): ReactNode {
  const messages = useMessages()
  const { tab, type: wanted } = route.useSearch()
  const navigate = route.useNavigate()
  const queries = useQueryClient()
  const { data: scaffolds, error } = useQuery(scaffoldsQuery)
  const type: CollectionJson['type'] = wanted === 'auth' || wanted === 'view' ? wanted : 'base'
  const follow = async ({ name }: CollectionJson): Promise<void> => {
    await queries.invalidateQueries({ queryKey: collectionsQuery.queryKey })
    await navigate({ to: '/collections/$name', params: { name }, ignoreBlocker: true })
  }
  if (!scaffolds) {
    return (
      <Frame title={messages.collection.newTitle}>
        {error && (
          <EmptyState icon={Unplug} title={messages.records.failedTitle} lead={explain(error, messages)} />
        )}
      </Frame>
    )
  }
  return (
    <CollectionEditor
      key={type}
      start={scaffolds[type]}
      tab={tab}
      onTab={(next) => void navigate({ search: (now) => ({ ...now, tab: next }), replace: true })}
      onType={(next) => void navigate({ search: { type: next }, replace: true })}
      onSaved={(saved) => void follow(saved)}
    />
  )
}
