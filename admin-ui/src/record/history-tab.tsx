import type { CollectionJson, RecordJson } from '@dapur/sdk'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { dapur } from '../dapur.ts'
import { explain } from '../explain.ts'
import { useMessages } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { Notice } from '../parts/notice.tsx'
import { HistoryVersion, type Version } from './history-version.tsx'

interface HistoryPage {
  items: Version[]
  /** What goes into `before` for the next page. */
  next: number | null
}

interface HistoryTabProps {
  collection: CollectionJson
  record: RecordJson
}

/** What the record was, newest first: what each change made of it, and the way back there. */
export function HistoryTab({ collection, record }: HistoryTabProps): ReactNode {
  const messages = useMessages()
  const queries = useQueryClient()
  const [refusal, setRefusal] = useState<unknown>()
  const path = `/api/collections/${encodeURIComponent(collection.name)}/records/${encodeURIComponent(record.id)}/history`
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['history', collection.name, record.id],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      dapur.send<HistoryPage>({ method: 'GET', path, query: { before: pageParam, limit: 30 }, signal }),
    getNextPageParam: ({ next }) => (next === null ? undefined : String(next)),
  })
  const restore = async (seq: number): Promise<void> => {
    setRefusal(undefined)
    try {
      await dapur.send({ method: 'POST', path: `${path}/${seq}/restore` })
      await Promise.all(
        [
          ['records', collection.name],
          ['record', collection.name, record.id],
          ['history', collection.name, record.id],
        ].map((queryKey) => queries.invalidateQueries({ queryKey })),
      )
    } catch (failed) {
      setRefusal(failed)
    }
  }
  const versions = data?.pages.flatMap(({ items }) => items) ?? []
  const wrong = error ?? refusal
  return (
    <div className="flex flex-col gap-3 px-5 py-4">
      {wrong !== undefined && wrong !== null && <Notice kind="danger">{explain(wrong, messages)}</Notice>}
      {data && versions.length === 0 && <p className="text-sm text-text-2">{messages.editor.noHistory}</p>}
      <ol className="flex flex-col">
        {versions.map((version, index) => (
          <HistoryVersion
            key={version.seq}
            collection={collection}
            version={version}
            before={versions[index + 1]}
            isOldest={index === versions.length - 1 && !hasNextPage}
            isNow={index === 0}
            onRestore={() => restore(version.seq)}
          />
        ))}
      </ol>
      {hasNextPage && (
        <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()} className="self-start">
          {messages.editor.olderVersions}
        </Button>
      )}
    </div>
  )
}
