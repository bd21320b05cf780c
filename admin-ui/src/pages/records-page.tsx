import type { CollectionJson, RecordJson } from '@dapur/sdk'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Unplug } from 'lucide-react'
import { type ReactNode, useMemo, useRef } from 'react'
import { explain, isFilterRefused } from '../explain.ts'
import { useMessages } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { type Column, columnsOf } from '../parts/columns.ts'
import { FilterBar } from '../parts/filter-bar.tsx'
import { RecordSheet } from '../parts/record-sheet.tsx'
import { RecordsGrid } from '../parts/records-grid.tsx'
import { RecordsHeader } from '../parts/records-header.tsx'
import { collectionsQuery } from '../queries.ts'
import { type Records, useRecords } from '../use-records.ts'

/** How many rows the widths of the columns are taken from. */
const SAMPLE = Array.from({ length: 50 }, (_, index) => index)

const route = getRouteApi('/shell/collections/$name')

/** The records of one collection. Collection, filter, sort and the open record are in the address. */
export function RecordsPage(): ReactNode {
  const messages = useMessages()
  const { name } = route.useParams()
  const { data: collections, error, refetch } = useQuery(collectionsQuery)
  const collection = collections?.find((known) => known.name.toLowerCase() === name.toLowerCase())
  if (collection) return <CollectionRecords key={collection.id} collection={collection} />
  if (error) {
    return (
      <>
        <RecordsHeader name={name} />
        <EmptyState icon={Unplug} title={messages.records.failedTitle} lead={explain(error, messages)}>
          <Button onClick={() => void refetch()}>{messages.common.tryAgain}</Button>
        </EmptyState>
      </>
    )
  }
  return (
    <>
      <RecordsHeader name={name} />
      {collections && (
        <EmptyState title={messages.records.missingTitle(name)} lead={messages.records.missingLead} />
      )}
    </>
  )
}

function CollectionRecords({ collection }: { collection: CollectionJson }): ReactNode {
  const { filter, sort, record } = route.useSearch()
  const navigate = route.useNavigate()
  const records = useRecords({ collection, filter, sort })
  const columns = useColumns(collection, records)
  const isFilterWrong = filter !== undefined && isFilterRefused(records.error)
  const open = (id: string | undefined): void => {
    // One step back closes the sheet, however many records were looked at in it.
    void navigate({ search: (now) => ({ ...now, record: id }), replace: record !== undefined })
  }
  return (
    <>
      <RecordsHeader name={collection.name} collection={collection} records={records} />
      <FilterBar
        key={filter ?? ''}
        collection={collection}
        filter={filter}
        error={isFilterWrong ? records.error : undefined}
        onFilter={(next) => void navigate({ search: (now) => ({ ...now, filter: next, record: undefined }) })}
      />
      <RecordsGrid
        // A new query starts at its first row.
        key={`${filter} ${sort}`}
        collection={collection}
        columns={columns}
        records={records}
        filter={filter}
        sort={sort}
        openId={record}
        onOpen={open}
        onSort={(next) => void navigate({ search: (now) => ({ ...now, sort: next }) })}
        onClearFilter={() => void navigate({ search: (now) => ({ ...now, filter: undefined }) })}
      />
      {record !== undefined && (
        <RecordSheet
          collection={collection}
          id={record}
          records={records}
          onOpen={open}
          onClose={() => open(undefined)}
        />
      )}
    </>
  )
}

/** The columns, as wide as the first rows that are seen need; another sort or filter leaves them so. */
function useColumns(collection: CollectionJson, records: Records): Column[] {
  const sample = useRef<RecordJson[]>([])
  const hasRows = records.row(0) !== undefined
  return useMemo(() => {
    if (sample.current.length === 0) sample.current = SAMPLE.flatMap((index) => records.row(index) ?? [])
    return columnsOf(collection, sample.current)
    // The rows themselves may change; that there are any is what counts.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [collection, hasRows])
}
