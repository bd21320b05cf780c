import { useQuery } from '@tanstack/react-query'
import { Navigate } from '@tanstack/react-router'
import { Unplug } from 'lucide-react'
import type { ReactNode } from 'react'
import { explain } from '../explain.ts'
import { useMessages } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { RecordsHeader } from '../parts/records-header.tsx'
import { collectionsQuery } from '../queries.ts'

/** Where `/` leads: to the first collection of one's own, else to the first there is. */
export function FirstCollection(): ReactNode {
  const messages = useMessages()
  const { data: collections, error, refetch } = useQuery(collectionsQuery)
  const first = collections?.find(({ system }) => !system) ?? collections?.[0]
  if (first) return <Navigate to="/collections/$name" params={{ name: first.name }} replace />
  return (
    <>
      <RecordsHeader name={messages.shell.collections} />
      {error && (
        <EmptyState icon={Unplug} title={messages.records.failedTitle} lead={explain(error, messages)}>
          <Button onClick={() => void refetch()}>{messages.common.tryAgain}</Button>
        </EmptyState>
      )}
    </>
  )
}
