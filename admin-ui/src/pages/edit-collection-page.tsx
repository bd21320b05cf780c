import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { CollectionJson } from '@dapur/sdk'
import { Unplug } from 'lucide-react'
import type { ReactNode } from 'react'
import { CollectionEditor } from '../collection/collection-editor.tsx'
import { explain } from '../explain.ts'
import { useMessages } from '../language.ts'
import { Frame } from '../operations/frame.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { collectionsQuery } from '../queries.ts'

const route = getRouteApi('/shell/collections/$name/edit')

/** Changes a collection that is there. The open part of the form is in the address. */
export function EditCollectionPage(): ReactNode {
  const messages = useMessages()
  const { name } = route.useParams()
  const { tab } = route.useSearch()
  const navigate = route.useNavigate()
  const queries = useQueryClient()
  const { data: collections, error } = useQuery(collectionsQuery)
  const stored = collections?.find(
    (known) => known.id === name || known.name.toLowerCase() === name.toLowerCase(),
  )
  const show = (address: string): Promise<void> =>
    navigate({
      to: '/collections/$name/edit',
      params: { name: address },
      search: { tab },
      replace: true,
      ignoreBlocker: true,
    })
  const follow = async (saved: CollectionJson): Promise<void> => {
    // By its id while it is found under neither name, so that the page stays.
    if (saved.name !== name) await show(saved.id)
    await queries.invalidateQueries({ queryKey: collectionsQuery.queryKey })
    if (saved.name !== name) await show(saved.name)
  }
  if (!stored) {
    return (
      <Frame title={name}>
        {error ? (
          <EmptyState icon={Unplug} title={messages.records.failedTitle} lead={explain(error, messages)} />
        ) : (
          collections && (
            <EmptyState title={messages.records.missingTitle(name)} lead={messages.records.missingLead} />
          )
        )}
      </Frame>
    )
  }
  return (
    <CollectionEditor
      key={stored.id}
      start={stored}
      stored={stored}
      tab={tab}
      onTab={(next) => void navigate({ search: { tab: next }, replace: true })}
      onSaved={(saved) => void follow(saved)}
    />
  )
}
