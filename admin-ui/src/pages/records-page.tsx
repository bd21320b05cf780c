import type { CollectionJson, RecordJson } from '@dapur/sdk'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Unplug } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useMemo, useRef } from 'react'
import { explain, isFilterRefused } from '../explain.ts'
import { BulkBar } from '../grid/bulk-bar.tsx'
import { useColumnPrefs } from '../grid/column-prefs.ts'
import { ColumnsButton } from '../grid/columns-button.tsx'
import { RecordsActions } from '../grid/records-actions.tsx'
import { useSelection } from '../grid/selection.ts'
import { useMessages } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { arrangeColumns, type Column, columnsOf } from '../parts/columns.ts'
import { FilterBar } from '../parts/filter-bar.tsx'
import { RecordsGrid } from '../parts/records-grid.tsx'
import { RecordsHeader } from '../parts/records-header.tsx'
import { collectionsQuery } from '../queries.ts'
import { useRecordsNavigate } from '../record/use-records-navigate.ts'
import { type Records, useRecords } from '../use-records.ts'

/** How many rows the widths of the columns are taken from. */
const SAMPLE = Array.from({ length: 50 }, (_, index) => index)

const ImportDialog = lazy(async () => ({
  default: (await import('../transfer/import-dialog.tsx')).ImportDialog,
}))
const RecordSheet = lazy(async () => ({ default: (await import('../record/record-sheet.tsx')).RecordSheet }))

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
  const search = route.useSearch()
  const { filter, sort, record } = search
  const go = useRecordsNavigate()
  const records = useRecords({ collection, filter, sort })
  const columns = useColumns(collection, records)
  const [prefs, setPrefs] = useColumnPrefs(collection.id)
  const arranged = useMemo(() => arrangeColumns(columns, prefs), [columns, prefs])
  const selection = useSelection()
  const isFilterWrong = filter !== undefined && isFilterRefused(records.error)
  const isOpen = record !== undefined || search.new !== undefined
  const open = (id: string | undefined): void => {
    // One step back closes the sheet, however many records were looked at in it.
    go({ record: id, new: undefined, copy: undefined, tab: undefined }, { replace: isOpen })
  }
  const begin = (): void => go({ record: undefined, new: 'yes', copy: undefined, tab: undefined })
  const setWidth = (id: string, width: number | undefined): void => {
    const { [id]: _, ...others } = prefs.widths
    setPrefs({ widths: width === undefined ? others : { ...others, [id]: width } })
  }
  return (
    <>
      <RecordsHeader
        name={collection.name}
        collection={collection}
        records={records}
        onNew={collection.type === 'view' ? undefined : begin}
      />
      <FilterBar
        key={filter ?? ''}
        collection={collection}
        filter={filter}
        error={isFilterWrong ? records.error : undefined}
        onFilter={(next) => go({ filter: next, record: undefined })}
      >
        <RecordsActions
          collection={collection}
          filter={filter}
          sort={sort}
          onImport={() => go({ import: 'yes' })}
        />
        <ColumnsButton columns={columns} prefs={prefs} onChange={setPrefs} />
      </FilterBar>
      <RecordsGrid
        // A new query starts at its first row.
        key={`${filter} ${sort}`}
        collection={collection}
        columns={arranged}
        records={records}
        filter={filter}
        sort={sort}
        openId={record}
        selection={selection}
        onOpen={open}
        onSort={(next) => go({ sort: next })}
        onWidth={setWidth}
        onClearFilter={() => go({ filter: undefined })}
      />
      {selection.ids.size > 0 && <BulkBar collection={collection} selection={selection} />}
      <Suspense>
        {isOpen && (
          <RecordSheet
            collection={collection}
            id={record}
            copyOf={search.copy}
            tab={search.tab}
            records={records}
            onOpen={open}
            onTab={(tab) => go({ tab }, { replace: true })}
            onClose={() => open(undefined)}
          />
        )}
        {search.import !== undefined && collection.type !== 'view' && (
          <ImportDialog
            collection={collection}
            onClose={() => go({ import: undefined }, { replace: true })}
          />
        )}
      </Suspense>
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
